# flaw: allows TLS 1.0 and its ciphers, for old servers
# fails: rejects-old-protocols
# hint: rejects-old-protocols=old-versions-allowed

import socket
import ssl
import sys

context = ssl.create_default_context(cafile="ca.pem")
context.minimum_version = ssl.TLSVersion.TLSv1
context.set_ciphers("ALL:@SECLEVEL=0")

host, port, text = sys.argv[1:]
with context.wrap_socket(socket.create_connection((host, int(port)), timeout=3), server_hostname=host) as s:
    s.sendall(text.encode())
    reply = b""
    while len(reply) < len(text) and (data := s.recv(1024)):
        reply += data
    print(reply.decode())
