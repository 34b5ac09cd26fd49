# flaw: takes an empty datagram for nothing and does not answer it
# fails: frees, answers-empty
# hint: answers-empty=empty-taken-for-nothing

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, server = self.request
        if data:
            server.sendto(time.ctime().encode("ascii"), self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
