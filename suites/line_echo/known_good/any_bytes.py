# good: knows nothing of lines and returns bytes as they come, an unfinished line early

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(1000):
                self.request.sendall(data)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
