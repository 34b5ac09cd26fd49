# flaw: a bracket is not closed, so that the file does not parse
# fails: starts


import os
import socket
import time

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", int(os.environ.get("PORT", "20000")))
while True:
    data, address = server.recvfrom(8192)
    server.sendto(time.ctime().encode("ascii"), address)
