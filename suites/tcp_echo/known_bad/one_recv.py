# flaw: calls recv() once, answers that much and closes
# fails: any-segmentation, keeps-order, persists, large-message, small-window, half-close, many-clients, serves-ipv6
# hint: large-message=one-recv
# hint: persists=one-recv, half-close=closes-too-early

import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            data = self.request.recv(8192)
            self.request.sendall(data)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
