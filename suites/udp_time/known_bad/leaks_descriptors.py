# flaw: answers through a copy of the socket and keeps the copy for the client's next visit
# fails: frees

import os
import socketserver
import time

clients = {}


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        clients[self.client_address] = server.dup()
        clients[self.client_address].sendto(time.ctime().encode("ascii"), self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
