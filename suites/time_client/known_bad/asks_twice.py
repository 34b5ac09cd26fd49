# flaw: asks a second time when it has its answer
# fails: sends

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(3)
    for _ in range(2):
        s.sendto(b"", (sys.argv[1], int(sys.argv[2])))
        print(s.recvfrom(1024)[0].decode())
