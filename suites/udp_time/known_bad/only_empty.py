# flaw: answers empty datagrams alone
# fails: answers-any, answers-largest, one-reply, burst

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, server = self.request
        if not data:
            server.sendto(time.ctime().encode("ascii"), self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
