# flaw: takes its port from an argument that nobody gives
# fails: starts
# hint: starts=port-argument

import socketserver
import sys


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)


if __name__ == "__main__":
    socketserver.ThreadingTCPServer(("", int(sys.argv[1])), Handler).serve_forever()
