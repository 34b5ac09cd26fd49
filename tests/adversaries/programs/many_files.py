"""Makes as many files as it can, then serves."""

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

try:
    for number in range(1_000_000):
        open(f"file{number}", "w").close()
except OSError:
    pass
server.serve_forever()
