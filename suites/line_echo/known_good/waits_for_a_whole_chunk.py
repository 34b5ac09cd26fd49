# good: answers when the last byte that came is a line end; a client that waits for its answer sends nothing more before

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            lines = bytearray()
            while data := self.request.recv(65536):
                lines += data
                if lines.endswith(b"\n"):
                    self.request.sendall(lines)
                    lines.clear()
            self.request.sendall(lines)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
