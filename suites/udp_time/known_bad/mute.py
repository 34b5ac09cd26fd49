# flaw: receives and never answers
# fails: frees, answers-empty

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, _ = self.request
        print(len(data), "bytes from", self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
