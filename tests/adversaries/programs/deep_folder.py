"""Makes folders in folders, deeper than a path is long, then serves."""

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

for _ in range(3000):
    os.mkdir("d")
    os.chdir("d")
server.serve_forever()
