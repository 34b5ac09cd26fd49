# flaw: sends words where nothing is wanted
# fails: sends-empty
# hint: sends-empty=not-empty

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(3)
    s.sendto(b"what time is it?", (sys.argv[1], int(sys.argv[2])))
    data, _ = s.recvfrom(1024)
    print(data.decode())
