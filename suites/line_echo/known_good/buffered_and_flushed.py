# good: both files are buffered, and the writing one is flushed after each line; a long line is read in parts

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    wbufsize = -1

    def handle(self):
        try:
            while line := self.rfile.readline(65537):
                self.wfile.write(line)
                self.wfile.flush()
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
