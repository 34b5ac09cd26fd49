# flaw: always tells the time that the lecture shows
# fails: current-time, time-passes
# hint: time-passes=time-never-changes

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        server.sendto(b"Wed Aug 15 20:35:08 2012", self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
