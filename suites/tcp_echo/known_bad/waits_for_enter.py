# flaw: waits for the Enter key before it listens
# fails: starts
# hint: starts=waits-for-input


import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)


if __name__ == "__main__":
    input("Press Enter to start the server. ")
    socketserver.ThreadingTCPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
