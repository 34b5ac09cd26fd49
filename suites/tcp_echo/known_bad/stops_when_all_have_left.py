# flaw: on SIGTERM it waits for its clients to leave, however long that takes
# fails: stops, serves-ipv6
# hint: stops=waits-for-clients

import os
import signal
import socketserver
import sys


def stop(_signal, _frame):
    os.write(1, b"SIGTERM: waiting for the clients to leave\n")
    sys.exit()


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(65536):
                self.request.sendall(data)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 128
    daemon_threads = False


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with Server(("", int(os.environ.get("PORT", "20000"))), Handler) as server:
        server.serve_forever()
