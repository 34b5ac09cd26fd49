# flaw: takes lines for UTF-8
# fails: keeps-bytes
# hint: keeps-bytes=decoded-strictly

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            for line in self.rfile:
                self.wfile.write(line.decode().encode())
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
