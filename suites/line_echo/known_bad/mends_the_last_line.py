# flaw: gives the last line an end where it had none
# fails: last-line
# hint: last-line=line-end-added-at-the-end

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            for line in self.rfile:
                self.wfile.write(line.removesuffix(b"\n") + b"\n")
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
