# flaw: has room for less than a datagram holds: what does not fit is gone
# fails: prints-reply
# hint: prints-reply=small-buffer

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(3)
    s.sendto(b"", (sys.argv[1], int(sys.argv[2])))
    print(s.recv(16).decode())
