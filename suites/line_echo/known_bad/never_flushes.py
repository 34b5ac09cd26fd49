# flaw: its file for writing is buffered and never flushed
# fails: echoes-line, frees
# hint: echoes-line=not-flushed

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    wbufsize = -1

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
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
