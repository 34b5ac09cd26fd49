# good: ends its answer with CR LF, built from strftime()

import os
import socket
import time


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("", int(os.environ.get("PORT", "20000"))))
        while True:
            _, client = server.recvfrom(65535)
            server.sendto(time.strftime("%a %b %e %H:%M:%S %Y\r\n").encode("ascii"), client)


if __name__ == "__main__":
    main()
