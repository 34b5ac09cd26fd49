"""Answers every socket of its network whenever one asks, and not only the one that did."""
# plays: udp-time
# must not: have its answers to one client taken for those to another
# verdicts: starts=pass, answers-empty=pass, right-client=fail

import os
import socket
import time

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", int(os.environ["PORT"])))


def neighbours():
    with open("/proc/net/udp") as table:
        for line in list(table)[1:]:
            yield int(line.split()[1].partition(":")[2], 16)


while True:
    _, client = server.recvfrom(65536)
    answer = time.ctime().encode()
    server.sendto(answer, client)
    for port in neighbours():
        if port not in (client[1], server.getsockname()[1]):
            server.sendto(answer, ("127.0.0.1", port))
