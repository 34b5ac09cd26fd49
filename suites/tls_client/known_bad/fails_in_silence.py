# flaw: exits with status 1 where it is refused, without a word
# fails: fails-clearly
# hint: fails-clearly=no-message

import socket
import ssl
import sys

host, port, text = sys.argv[1:]
context = ssl.create_default_context(cafile="ca.pem")
try:
    with context.wrap_socket(socket.create_connection((host, int(port)), timeout=3), server_hostname=host) as s:
        s.sendall(text.encode())
        reply = b""
        while len(reply) < len(text) and (data := s.recv(1024)):
            reply += data
        print(reply.decode())
except OSError:
    sys.exit(1)
