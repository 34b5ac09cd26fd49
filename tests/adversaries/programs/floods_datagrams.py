"""Sends empty datagrams as fast as it can."""
# plays: time-client
# must not: fill the memory of whoever counts them
# verdicts: sends=fail, sends-empty=blocked

import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    try:
        sock.sendto(b"", (sys.argv[1], int(sys.argv[2])))
    except OSError:
        pass
