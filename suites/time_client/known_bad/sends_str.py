# flaw: sends text where a socket wants bytes
# fails: sends
# hint: sends=text-for-bytes

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(3)
    s.sendto("", (sys.argv[1], int(sys.argv[2])))
    print(s.recvfrom(1024)[0].decode())
