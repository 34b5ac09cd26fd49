"""Answers each line with one of a hundred megabytes."""
# plays: line-echo
# must not: fill the memory of whoever waits for the line's end
# verdicts: starts=pass, echoes-line=fail, says-nothing-more=fail

import socketserver

from echoing import Server


class Long(socketserver.StreamRequestHandler):
    def handle(self):
        for _ in self.rfile:
            for _ in range(100):
                self.wfile.write(b"x" * 1_000_000)
            self.wfile.write(b"\n")


Server(Long).serve_forever()
