# flaw: reads the answer and does not print it
# fails: prints-reply
# hint: prints-reply=not-printed

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(3)
    s.sendto(b"", (sys.argv[1], int(sys.argv[2])))
    answer, server = s.recvfrom(1024)
