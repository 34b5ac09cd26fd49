# flaw: ignores SIGTERM
# fails: stops

import os
import signal
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            for line in self.rfile:
                self.wfile.write(line)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
