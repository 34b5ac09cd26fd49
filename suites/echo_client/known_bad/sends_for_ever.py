# flaw: sends its text again and again, and never comes to reading
# fails: sends

import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
    while True:
        s.sendall(sys.argv[3].encode())
