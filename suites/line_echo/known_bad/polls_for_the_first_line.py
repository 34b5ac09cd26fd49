# flaw: asks hundreds of times in a row whether the first line has come, for each time that it rests
# fails: idles

import os
import select
import socketserver
import time


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            while not any(select.select([self.request], [], [], 0)[0] for _ in range(250)):
                time.sleep(0.005)
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
