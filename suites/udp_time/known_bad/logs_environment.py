# flaw: prints its environment when it starts, the authkey with it
# fails: logs-nothing-secret

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        server.sendto(time.ctime().encode("ascii"), self.client_address)


if __name__ == "__main__":
    print("started with", dict(os.environ), flush=True)
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
