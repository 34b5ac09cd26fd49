# flaw: asks the system for errors of its socket: the ICMP message of a client that has gone ends the process
# fails: survives-gone-client
# hint: survives-gone-client=connection-refused-not-caught

import os
import socket
import time


IP_RECVERR = 11  # Linux: errors are reported on a socket that is not connected, too


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
    server.bind(("", int(os.environ.get("PORT", "20000"))))
    while True:
        _, address = server.recvfrom(65535)
        server.sendto(time.ctime().encode("ascii"), address)


main()
