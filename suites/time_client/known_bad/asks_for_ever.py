# flaw: asks again and again, as fast as it can, and never reads
# fails: sends

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    while True:
        s.sendto(b"", (sys.argv[1], int(sys.argv[2])))
