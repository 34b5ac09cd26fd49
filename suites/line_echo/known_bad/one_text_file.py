# flaw: reads and writes by one text file: each write() makes it forget what it has read ahead
# fails: keeps-line-ends, many-lines, half-close
# hint: many-lines=lines-left-out

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            with self.request.makefile("rw", encoding="latin-1", newline="") as lines:
                for line in lines:
                    lines.write(line)
                    lines.flush()
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
