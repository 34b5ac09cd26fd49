"""Echoes a short message as it should, and goes on with ten gigabytes."""
# plays: tcp-echo
# must not: fill the memory of whoever reads, or pass for an echo
# verdicts: starts=pass, echoes=pass, says-nothing-more=fail, large-message=fail, half-close=fail

import socketserver

from echoing import Server


class Flood(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(self.request.recv(65536))
        for _ in range(10 << 10):
            self.request.sendall(bytes(1 << 20))


Server(Flood).serve_forever()
