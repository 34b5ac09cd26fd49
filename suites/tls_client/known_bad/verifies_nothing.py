# flaw: turns verification off, because the certificate was not accepted at first
# fails: rejects-other-ca, rejects-self-signed, rejects-expired, rejects-wrong-name, rejects-not-yet-valid
# hint: rejects-other-ca=not-verified, rejects-self-signed=not-verified, rejects-expired=not-verified
# hint: rejects-not-yet-valid=not-verified, rejects-wrong-name=name-not-checked

import socket
import ssl
import sys

context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE

host, port, text = sys.argv[1:]
with socket.create_connection((host, int(port)), timeout=3) as s:
    with context.wrap_socket(s, server_hostname=host) as secure:
        secure.sendall(text.encode())
        reply = b""
        while len(reply) < len(text) and (data := secure.recv(1024)):
            reply += data
        print(reply.decode())
