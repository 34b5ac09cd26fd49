# flaw: answers through a socket of its own, from another port
# fails: same-address
# hint: same-address=another-socket

import os
import socket
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as answer:
            answer.sendto(time.ctime().encode("ascii"), self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
