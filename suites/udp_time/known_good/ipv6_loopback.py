# good: listens on ::1 alone

import os
import socket
import time


def main():
    server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    server.bind(("::1", int(os.environ.get("PORT", "20000"))))
    while True:
        _, client = server.recvfrom(65535)
        server.sendto(time.ctime().encode("ascii"), client)


if __name__ == "__main__":
    main()
