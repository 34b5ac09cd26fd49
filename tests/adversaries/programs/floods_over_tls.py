"""Echoes a short message over TLS as it should, and goes on with ten gigabytes."""
# plays: tls-echo
# must not: fill the memory of whoever decrypts
# verdicts: starts=pass, handshakes=pass, echoes=pass, close-notify=fail

import os
import socketserver
import ssl

from echoing import Server

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ["CERTFILE"], os.environ["KEYFILE"])


class Flood(socketserver.BaseRequestHandler):
    def handle(self):
        with context.wrap_socket(self.request, server_side=True) as client:
            client.sendall(client.recv(65536))
            for _ in range(10 << 10):
                client.sendall(bytes(1 << 20))


Server(Flood).serve_forever()
