# flaw: tells UTC instead of the local time
# fails: current-time
# hint: current-time=utc

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        server.sendto(time.asctime(time.gmtime()).encode("ascii"), self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
