# flaw: takes the port from its arguments and does not make a number of it
# fails: sends
# hint: sends=port-is-text

import socket
import sys

host, port, text = sys.argv[1:]
with socket.socket() as s:
    s.settimeout(3)
    s.connect((host, port))
    s.sendall(text.encode())
    print(s.recv(1024).decode())
