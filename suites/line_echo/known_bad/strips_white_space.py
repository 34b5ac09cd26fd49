# flaw: strips white space from lines, and gives each a line end
# fails: keeps-bytes, keeps-line-ends, last-line
# hint: keeps-bytes=white-space-stripped, keeps-line-ends=line-ends-changed, last-line=line-end-added-at-the-end

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            for line in self.rfile:
                self.wfile.write(line.strip() + b"\n")
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
