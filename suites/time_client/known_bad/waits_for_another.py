# flaw: prints the answer and waits for the next, which nobody sends
# fails: prints-reply, gives-up
# hint: prints-reply=waits-for-more, gives-up=no-time-limit

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.sendto(b"", (sys.argv[1], int(sys.argv[2])))
    while True:
        data, server = s.recvfrom(1024)
        print(data.decode(), flush=True)
