# flaw: asks hundreds of times in a row whether somebody has come, for each time that it rests
# fails: idles, serves-ipv6

import os
import socketserver
import time


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
    server.timeout = 0
    while True:
        for _ in range(250):
            server.handle_request()
        time.sleep(0.001)
