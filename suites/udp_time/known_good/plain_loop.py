# good: a loop over recvfrom(1) that throws away what it does not need

import os
import socket
import time

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((os.environ.get("HOST", ""), int(os.environ.get("PORT", "20000"))))
while True:
    _, client = server.recvfrom(1)
    server.sendto(bytes(time.ctime(), "ascii"), client)
