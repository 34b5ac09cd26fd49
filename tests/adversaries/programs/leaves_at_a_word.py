"""Ends with success as soon as anybody says anything."""
# plays: tcp-echo
# must not: pass anything by its exit status
# verdicts: starts=pass, echoes=fail, serves-next=blocked
# harmless: it can be let loose without a sandbox

import os
import socketserver

from echoing import Server


class Leave(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.recv(65536)
        os._exit(0)


Server(Leave).serve_forever()
