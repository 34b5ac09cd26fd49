# flaw: gives text to sendto(): a TypeError instead of an answer
# fails: frees, answers-empty
# hint: answers-empty=text-for-bytes

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        server.sendto(time.ctime(), self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
