# good: ThreadingUDPServer: a thread for each datagram

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        server.sendto(time.ctime().encode("ascii"), self.client_address)


class Server(socketserver.ThreadingUDPServer):
    daemon_threads = True
    max_packet_size = 65535


if __name__ == "__main__":
    with Server(("", int(os.environ.get("PORT", "20000"))), Handler) as server:
        server.serve_forever()
