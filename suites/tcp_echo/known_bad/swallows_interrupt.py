# flaw: a bare except swallows KeyboardInterrupt, and it goes on serving
# fails: interrupts, serves-ipv6

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(65536):
                self.request.sendall(data)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    server = Server(("", int(os.environ.get("PORT", "20000"))), Handler)
    while True:
        try:
            server.serve_forever()
        except:
            print("something went wrong, going on", flush=True)
