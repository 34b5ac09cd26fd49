# flaw: asks, and prints its own time
# fails: prints-reply
# hint: prints-reply=own-clock

import socket
import sys
import time

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(3)
    s.sendto(b"", (sys.argv[1], int(sys.argv[2])))
    s.recvfrom(1024)
    print(time.ctime())
