# flaw: decodes the datagram: one that is not UTF-8 ends the process
# fails: answers-any
# hint: answers-any=decoded-strictly

import os
import socket
import time


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("", int(os.environ.get("PORT", "20000"))))
    while True:
        data, address = server.recvfrom(65535)
        print(address, "says", repr(data.decode()))
        server.sendto(time.ctime().encode("ascii"), address)


main()
