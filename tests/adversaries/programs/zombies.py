"""Serves, and never buries its children."""

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 128


server = Server(("", int(os.environ["PORT"])), Handler)

for _ in range(300):
    if os.fork() == 0:
        os._exit(0)
server.serve_forever()
