"""Listens on a thousand ports beside its own."""

import os
import socket
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 128


server = Server(("", int(os.environ["PORT"])), Handler)

held = [socket.create_server(("", 30_000 + number)) for number in range(1000)]
server.serve_forever()
