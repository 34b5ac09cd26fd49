# flaw: makes a client's buffer when its first bytes come, and asks for it at its end in any case
# fails: survives-empty-client, serves-udp

import os
import selectors
import socket

selector = selectors.DefaultSelector()
pending = {}


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.ended = False

    def handle(self, events):
        if events & selectors.EVENT_READ:
            data = self.sock.recv(65536)
            self.ended = not data
            if data:
                pending[self.sock] = pending.get(self.sock, b"") + data
        if self.ended or pending[self.sock]:
            try:
                sent = self.sock.send(pending[self.sock])
            except BlockingIOError:
                sent = 0
            pending[self.sock] = pending[self.sock][sent:]
        if pending[self.sock]:
            selector.modify(self.sock, selectors.EVENT_WRITE, self)
        elif self.ended:
            self.leave()
        else:
            selector.modify(self.sock, selectors.EVENT_READ, self)

    def leave(self):
        pending.pop(self.sock, None)
        selector.unregister(self.sock)
        self.sock.close()


def accept(listener):
    sock, _ = listener.accept()
    sock.setblocking(False)
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
