"""Serves under a name that looks like fields of /proc."""

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

with open("/proc/self/comm", "w") as stream:
    stream.write(") Z 1 1\n1 (")
server.serve_forever()
