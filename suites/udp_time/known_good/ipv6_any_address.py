# good: listens on :: and answers both address families

import os
import socket
import time


def main():
    server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    server.bind(("::", int(os.environ.get("PORT", "20000"))))
    while True:
        _, client = server.recvfrom(65535)
        server.sendto(time.asctime().encode("ascii"), client)


if __name__ == "__main__":
    main()
