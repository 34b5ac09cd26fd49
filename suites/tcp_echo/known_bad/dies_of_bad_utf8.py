# flaw: decodes strictly: bytes that are not UTF-8 end the client's thread
# fails: keeps-bytes, serves-ipv6
# hint: keeps-bytes=decoded-strictly

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(65536):
                text = data.decode()
                self.request.sendall(text.encode())
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
