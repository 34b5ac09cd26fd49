# flaw: asks again and again whether the first line has come
# fails: idles

import os
import select
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            while not select.select([self.request], [], [], 0)[0]:
                pass
            for line in self.rfile:
                self.wfile.write(line)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
