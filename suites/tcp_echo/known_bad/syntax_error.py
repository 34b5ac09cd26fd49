# flaw: a colon is missing, so that the file does not parse
# fails: starts


import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self)
        while data := self.request.recv(65536):
            self.request.sendall(data)


if __name__ == "__main__":
    socketserver.ThreadingTCPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
