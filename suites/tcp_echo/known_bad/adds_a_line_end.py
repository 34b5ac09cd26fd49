# flaw: adds a line end to each piece that it returns
# fails: keeps-bytes, any-segmentation, keeps-order, persists, large-message, small-window, half-close, says-nothing-more, concurrent-clients, serves-ipv6
# hint: says-nothing-more=line-end-added

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(65536):
                self.request.sendall(data + b"\n")
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
