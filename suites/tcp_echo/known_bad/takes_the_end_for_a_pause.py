# flaw: takes the end of the stream for a pause and never closes
# fails: frees, half-close, serves-ipv6
# hint: half-close=never-closes

import os
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while True:
                if data := self.request.recv(65536):
                    self.request.sendall(data)
                else:
                    time.sleep(0.5)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
