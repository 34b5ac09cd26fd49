# flaw: sends the text, and sends it again with all that it sends
# fails: sends

import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
    text = sys.argv[3].encode()
    s.send(text)
    s.sendall(text)
    s.shutdown(socket.SHUT_WR)
    print(b"".join(iter(lambda: s.recv(1024), b"")).decode())
