# flaw: main() is defined and never called: the program ends at once, with status 0
# fails: starts
# hint: starts=ends-at-once

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


def main():
    socketserver.ThreadingTCPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
