# flaw: echoes one MiB for each client and closes
# fails: large-message, small-window, half-close, serves-ipv6
# hint: half-close=closes-too-early

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            left = 1024 * 1024
            while left and (data := self.request.recv(min(left, 65536))):
                self.request.sendall(data)
                left -= len(data)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
