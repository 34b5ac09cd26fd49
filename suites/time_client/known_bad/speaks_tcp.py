# flaw: connects by TCP
# fails: sends
# hint: sends=wrong-transport

import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
    s.sendall(b"")
    print(s.recv(1024).decode())
