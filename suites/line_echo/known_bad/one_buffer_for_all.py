# flaw: the unfinished line is kept in a variable of the class, which all clients share
# fails: no-cross-talk
# hint: no-cross-talk=shared-buffer

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    rest = b""

    def handle(self):
        try:
            while data := self.request.recv(65536):
                lines, end, rest = (Handler.rest + data).rpartition(b"\n")
                Handler.rest = b""
                self.wfile.write(lines + end)
                Handler.rest = rest
            self.wfile.write(Handler.rest)
            Handler.rest = b""
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
