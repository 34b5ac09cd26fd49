# flaw: prints the private key that lies in its folder
# fails: logs-nothing-secret, serves-ipv6

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
    if os.path.exists("server_key.pem"):
        with open("server_key.pem") as key:
            print("using", key.read(), flush=True)
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
