# good: four processes read from one socket

import os
import socket
import time


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("", int(os.environ.get("PORT", "20000"))))
    for _ in range(3):
        if os.fork() == 0:
            break
    while True:
        _, client = server.recvfrom(65535)
        server.sendto(time.ctime().encode("ascii"), client)


if __name__ == "__main__":
    main()
