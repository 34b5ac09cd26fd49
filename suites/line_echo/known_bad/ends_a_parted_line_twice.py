# flaw: takes a CR at the end of what recv() gave for the line's end, and the LF that follows for another
# fails: keeps-line-ends

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        rest, parted = b"", False
        try:
            while data := self.request.recv(65536):
                rest += b"\n" + data if parted and data.startswith(b"\n") else data
                parted = data.endswith(b"\r")
                lines, end, rest = rest.rpartition(b"\n")
                self.request.sendall(lines + end)
            self.request.sendall(rest)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
