# flaw: asks for datagrams hundreds of times in a row, for each time that it rests
# fails: idles

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        server.sendto(time.ctime().encode("ascii"), self.client_address)


if __name__ == "__main__":
    server = socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler)
    server.timeout = 0
    while True:
        for _ in range(150):
            server.handle_request()
        time.sleep(0.005)
