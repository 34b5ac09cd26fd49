"""Answers whoever connects with all the bytes it can, for as long as it can."""
# plays: tcp-echo
# must not: fill the memory of whoever reads, or hold it for ever
# verdicts: starts=pass, echoes=fail, says-nothing-more=fail

import socketserver

from echoing import Server


class Flood(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.sendall(bytes(1 << 20))


Server(Flood).serve_forever()
