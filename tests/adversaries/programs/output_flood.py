"""Serves, and writes without end."""

import os
import socketserver
import sys
import threading


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 128


server = Server(("", int(os.environ["PORT"])), Handler)


def flood():
    print("the first words", flush=True)
    while True:
        sys.stdout.write("x" * (1 << 20))


threading.Thread(target=flood, daemon=True).start()
server.serve_forever()
