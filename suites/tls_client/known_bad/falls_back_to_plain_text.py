# flaw: goes on without TLS where TLS fails
# fails: rejects-other-ca, rejects-self-signed, rejects-expired, rejects-wrong-name, rejects-not-yet-valid
# hint: rejects-other-ca=falls-back, rejects-self-signed=falls-back, rejects-expired=falls-back
# hint: rejects-not-yet-valid=falls-back, rejects-wrong-name=falls-back

import socket
import ssl
import sys


def connected(host, port):
    context = ssl.create_default_context(cafile="ca.pem")
    s = socket.create_connection((host, port), timeout=3)
    try:
        return context.wrap_socket(s, server_hostname=host)
    except ssl.SSLCertVerificationError:
        print("warning: no secure connection", file=sys.stderr)
        return socket.create_connection((host, port), timeout=3)


host, port, text = sys.argv[1:]
with connected(host, int(port)) as s:
    s.sendall(text.encode())
    reply = b""
    while len(reply) < len(text) and (data := s.recv(1024)):
        reply += data
    print(reply.decode())
