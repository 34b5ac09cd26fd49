# flaw: reads the reply and does not print it
# fails: prints-reply
# hint: prints-reply=not-printed

import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
    s.sendall(sys.argv[3].encode())
    s.shutdown(socket.SHUT_WR)
    reply = b""
    while data := s.recv(1024):
        reply += data
