# flaw: tells the time over TCP and binds no UDP socket
# fails: starts
# hint: starts=wrong-transport


import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(time.ctime().encode("ascii"))


if __name__ == "__main__":
    socketserver.TCPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
