"""Answers with a byte a second, for ever."""
# plays: tcp-echo
# must not: hold up the grading for as long as bytes come
# verdicts: starts=pass, echoes=fail

import socketserver
import time

from echoing import Server


class Drip(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.sendall(b".")
            time.sleep(1)


Server(Drip).serve_forever()
