# flaw: takes it that send() sends everything: what a full buffer did not take is lost
# fails: large-message, small-window, half-close, serves-udp
# hint: small-window=partial-send

import os
import selectors
import socket

selector = selectors.DefaultSelector()


class Client:
    def __init__(self, sock):
        self.sock = sock

    def handle(self, events):
        if events & selectors.EVENT_READ:
            data = self.sock.recv(65536)
            if not data:
                self.leave()
                return
            try:
                self.sock.send(data)
            except BlockingIOError:
                pass

    def leave(self):
        selector.unregister(self.sock)
        self.sock.close()


def accept(listener):
    sock, _ = listener.accept()
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16384)  # there may be thousands
    selector.register(sock, selectors.EVENT_READ, Client(sock))


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, events in selector.select():
            if key.data is None:
                accept(listener)
                continue
            try:
                key.data.handle(events)
            except ConnectionError:
                key.data.leave()


main()
