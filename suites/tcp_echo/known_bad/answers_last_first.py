# flaw: cuts what has arrived into pieces, puts them on a stack and answers the last one first
# fails: any-segmentation, keeps-order, large-message, small-window, half-close, serves-ipv6

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(65536):
                pieces = [data[start : start + 1024] for start in range(0, len(data), 1024)]
                while pieces:
                    self.request.sendall(pieces.pop())
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
