# flaw: takes 0xFF and the next two bytes for a telnet negotiation and leaves them out
# fails: keeps-bytes, serves-ipv6

import os
import re
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(65536):
                self.request.sendall(re.sub(rb"(?s)\xff[\xfb-\xfe].", b"", data))
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
