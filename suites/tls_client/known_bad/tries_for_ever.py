# flaw: tries again and again where it is refused
# fails: fails-clearly
# hint: fails-clearly=no-end-of-trying

import socket
import ssl
import sys
import time

host, port, text = sys.argv[1:]
context = ssl.create_default_context(cafile="ca.pem")

while True:
    try:
        plain = socket.create_connection((host, int(port)), timeout=3)
        break
    except ConnectionRefusedError:
        print("refused, trying again", file=sys.stderr)
        time.sleep(0.5)

with context.wrap_socket(plain, server_hostname=host) as s:
    s.sendall(text.encode())
    reply = b""
    while len(reply) < len(text) and (data := s.recv(1024)):
        reply += data
    print(reply.decode())
