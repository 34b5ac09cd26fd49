# flaw: sets a time zone of its own
# fails: current-time

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        server.sendto(time.ctime().encode("ascii"), self.client_address)


if __name__ == "__main__":
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
