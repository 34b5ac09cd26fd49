# flaw: answers only after the client has ended its side
# fails: echoes, frees
# hint: echoes=waits-for-the-end

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            message = b""
            while data := self.request.recv(65536):
                message += data
            self.request.sendall(message)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
