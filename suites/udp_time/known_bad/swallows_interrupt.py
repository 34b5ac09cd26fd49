# flaw: a bare except swallows KeyboardInterrupt, and it goes on serving
# fails: interrupts

import os
import socket
import time


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("", int(os.environ.get("PORT", "20000"))))
    while True:
        try:
            data, address = server.recvfrom(65535)
            server.sendto(time.ctime().encode("ascii"), address)
        except:
            print("something went wrong, going on", flush=True)


main()
