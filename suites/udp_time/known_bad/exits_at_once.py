# flaw: main() is defined and never called: the program ends at once, with status 0
# fails: starts
# hint: starts=ends-at-once


import os
import socket
import time


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("", int(os.environ.get("PORT", "20000"))))
    while True:
        data, address = server.recvfrom(8192)
        server.sendto(time.ctime().encode("ascii"), address)
