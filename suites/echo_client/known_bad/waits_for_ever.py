# flaw: sets no time limit
# fails: gives-up
# hint: gives-up=no-time-limit

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.connect((sys.argv[1], int(sys.argv[2])))
    s.sendall(sys.argv[3].encode())
    reply = b""
    while len(reply) < len(sys.argv[3]) and (data := s.recv(1024)):
        reply += data
    print(reply.decode())
