# flaw: keeps the last byte of a full buffer free, as for the NUL of a string in C, and loses what stood there
# fails: any-segmentation, large-message, small-window, half-close, serves-ipv6

import os
import socketserver

SIZE = 4096


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        buffer = bytearray(SIZE)
        try:
            while count := self.request.recv_into(buffer):
                self.request.sendall(buffer[: min(count, SIZE - 1)])
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
