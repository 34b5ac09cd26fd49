# flaw: binds 127.0.0.1, where no other machine can reach it
# fails: listens-beyond-loopback, serves-ipv6
# hint: listens-beyond-loopback=bound-to-loopback

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(65536):
                self.request.sendall(data)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("127.0.0.1", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
