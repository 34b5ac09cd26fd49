# flaw: print() ends each line once more
# fails: keeps-bytes, keeps-line-ends, empty-lines, many-lines, long-line, last-line, prompt-lines, half-close, says-nothing-more, concurrent-clients
# hint: says-nothing-more=line-end-added

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            reader = self.request.makefile("r", encoding="latin-1", newline="")
            writer = self.request.makefile("w", encoding="latin-1", newline="")
            for line in reader:
                print(line, file=writer, flush=True)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
