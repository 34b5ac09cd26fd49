"""An echo server that is right: what hostile programs are made from, and keep up while they do the other thing."""

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)


class Sequential(socketserver.TCPServer):
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, handler=Handler):
        super().__init__(("", int(os.environ["PORT"])), handler)


class Server(socketserver.ThreadingMixIn, Sequential):
    daemon_threads = True
