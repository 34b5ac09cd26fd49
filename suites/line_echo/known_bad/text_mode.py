# flaw: reads in text mode, which turns CRLF into LF
# fails: keeps-line-ends
# hint: keeps-line-ends=line-ends-changed

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            for line in self.request.makefile(encoding="latin-1"):
                self.wfile.write(line.encode("latin-1"))
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
