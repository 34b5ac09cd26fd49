# flaw: prints its environment when it starts, the authkey with it
# fails: logs-nothing-secret

import os
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
    print("started with", dict(os.environ), flush=True)
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
