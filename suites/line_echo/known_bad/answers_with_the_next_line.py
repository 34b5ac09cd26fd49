# flaw: after the first six lines, an answer waits in the buffer until the next line has come too
# fails: keeps-bytes, empty-lines, prompt-lines
# hint: prompt-lines=waits-for-the-next

import os
import socketserver


class Handler(socketserver.StreamRequestHandler):
    wbufsize = -1

    def handle(self):
        try:
            for number, line in enumerate(self.rfile, start=1):
                self.wfile.write(line)
                if number <= 6 or number % 2 == 0:
                    self.wfile.flush()
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
