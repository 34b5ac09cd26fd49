# flaw: does not answer a datagram of more than 8,192 bytes
# fails: answers-largest

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, server = self.request
        if len(data) <= 8192:
            server.sendto(time.ctime().encode("ascii"), self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer.max_packet_size = 65535
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
