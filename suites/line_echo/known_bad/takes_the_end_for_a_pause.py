# flaw: takes the end of the stream for a pause and never closes
# fails: frees, half-close
# hint: half-close=never-closes

import os
import socketserver
import time


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            while True:
                if line := self.rfile.readline():
                    self.wfile.write(line)
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
