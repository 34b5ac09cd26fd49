# flaw: answers from 127.0.0.2, whatever address was asked
# fails: same-address

import os
import socket
import time


def bound(host):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, int(os.environ.get("PORT", "20000"))))
    return sock


def main():
    server = bound("")
    while True:
        _, client = server.recvfrom(65535)
        with bound("127.0.0.2") as answers:
            answers.sendto(time.ctime().encode("ascii"), client)


main()
