# good: the listening socket belongs to a child process
# fails: serves-ipv6

import multiprocessing
import os
import socketserver
from contextlib import suppress


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        with suppress(ConnectionError):
            while data := self.request.recv(65536):
                self.request.sendall(data)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


def serve(port):
    with suppress(KeyboardInterrupt):
        Server(("", port), Handler).serve_forever()


if __name__ == "__main__":
    child = multiprocessing.Process(target=serve, args=(int(os.environ.get("PORT", "20000")),))
    child.start()
    with suppress(KeyboardInterrupt):
        child.join()
