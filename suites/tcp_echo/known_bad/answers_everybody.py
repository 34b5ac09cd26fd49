# flaw: sends what one client says to all of them
# fails: concurrent-clients, serves-ipv6
# hint: concurrent-clients=answers-everybody

import os
import socketserver
from contextlib import suppress

clients = set()


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        clients.add(self.request)
        try:
            while data := self.request.recv(65536):
                for client in list(clients):
                    with suppress(OSError):  # it may have left
                        client.sendall(data)
        except ConnectionError:
            pass
        finally:
            clients.discard(self.request)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
