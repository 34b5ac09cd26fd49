# flaw: main() is defined and never called: the program ends at once, with status 0
# fails: starts
# hint: starts=ends-at-once


import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)


def main():
    socketserver.ThreadingTCPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
