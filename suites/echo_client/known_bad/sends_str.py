# flaw: sends text where a socket wants bytes
# fails: sends
# hint: sends=text-for-bytes

import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
    s.sendall(sys.argv[3])
    print(s.recv(1024))
