# flaw: decodes the datagram: one that is not UTF-8 gets no answer
# fails: answers-any
# hint: answers-any=decoded-strictly

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, server = self.request
        print("got", repr(data.decode()))
        server.sendto(time.ctime().encode("ascii"), self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
