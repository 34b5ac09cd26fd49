# flaw: reads 1,024 bytes of a line at most, and ends each piece with a line end
# fails: long-line, last-line
# hint: long-line=long-lines-split, last-line=line-end-added-at-the-end

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            while line := self.rfile.readline(1024):
                if not line.endswith(b"\n"):
                    line += b"\n"
                self.wfile.write(line)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
