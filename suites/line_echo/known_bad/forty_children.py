# flaw: ForkingTCPServer serves 40 clients at once, and one more waits
# fails: hundred-clients
# hint: hundred-clients=limited-pool

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            for line in self.rfile:
                self.wfile.write(line)
        except ConnectionError:
            pass


class Server(socketserver.ForkingTCPServer):
    allow_reuse_address = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
