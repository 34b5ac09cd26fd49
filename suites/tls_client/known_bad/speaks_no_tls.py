# flaw: makes a context and never wraps the socket
# fails: accepts-good-server
# hint: accepts-good-server=no-tls

import socket
import ssl
import sys

context = ssl.create_default_context(cafile="ca.pem")

host, port, text = sys.argv[1:]
with socket.create_connection((host, int(port)), timeout=3) as s:
    s.sendall(text.encode())
    print(s.recv(1024).decode())
