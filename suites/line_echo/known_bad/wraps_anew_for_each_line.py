# flaw: wraps the connection as text anew for each line, and what the wrapper before had read ahead is gone
# fails: keeps-line-ends, many-lines, half-close
# hint: many-lines=lines-left-out

import io
import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        binary = self.request.makefile("rwb")
        try:
            while True:
                text = io.TextIOWrapper(binary, encoding="latin-1", newline="")
                line = text.readline()
                if not line:
                    break
                text.write(line)
                text.flush()
                text.detach()
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
