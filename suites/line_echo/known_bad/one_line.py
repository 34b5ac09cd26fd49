# flaw: answers one line and closes
# fails: keeps-line-ends, empty-lines, many-lines, long-line, last-line, prompt-lines, half-close, many-clients
# hint: many-lines=one-line, half-close=closes-too-early

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self.wfile.write(self.rfile.readline())
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
