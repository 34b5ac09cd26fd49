# flaw: asks for the time once, when it starts
# fails: time-passes
# hint: time-passes=time-never-changes

import os
import socketserver
import time

NOW = time.ctime().encode("ascii")


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        server.sendto(NOW, self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
