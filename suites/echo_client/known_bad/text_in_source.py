# flaw: takes host and port from its arguments, and sends its own text
# fails: sends
# hint: sends=another-text

import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
    s.sendall(b"Hello, world")
    s.shutdown(socket.SHUT_WR)
    while data := s.recv(1024):
        print(data.decode(), end="")
