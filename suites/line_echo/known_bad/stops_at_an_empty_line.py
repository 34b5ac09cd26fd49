# flaw: takes an empty line for the end
# fails: empty-lines
# hint: empty-lines=stops-at-an-empty-line

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            while (line := self.rfile.readline()).strip():
                self.wfile.write(line)
            self.wfile.write(line)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
