# flaw: a misspelt name ends the program with a NameError before it binds
# fails: starts

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        server.sendto(time.ctime().encode("ascii"), self.client_address)


if __name__ == "__main__":
    port = int(os.environ.get("PORT", "20000"))
    socketserver.UDPServer(("", prot), Handler).serve_forever()
