"""Answers a ClientHello with records without end."""
# plays: tls-echo
# must not: be shaken hands with for ever
# verdicts: starts=pass, handshakes=fail

import socketserver
import struct

from echoing import Server


class Hello(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.recv(65536)
        # a handshake message of 16 MiB, in records of 16 KiB, again and again
        while True:
            self.request.sendall(struct.pack("!BHHB3s", 22, 0x0303, 1 << 14, 11, b"\xff\xff\xff") + bytes((1 << 14) - 4))


Server(Hello).serve_forever()
