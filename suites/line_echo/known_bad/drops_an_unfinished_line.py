# flaw: returns what ends with LF, and forgets the rest at the end
# fails: last-line
# hint: last-line=unfinished-line-lost

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            rest = b""
            while data := self.request.recv(65536):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    self.wfile.write(line + b"\n")
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
