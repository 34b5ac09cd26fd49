# flaw: looks whether a client is done only after sending, and so keeps those to whom nothing is left to send
# fails: half-close, frees, serves-udp

import os
import selectors
import socket

selector = selectors.DefaultSelector()


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.pending = bytearray()
        self.ended = False

    def handle(self, events):
        if events & selectors.EVENT_READ:
            data = self.sock.recv(65536)
            self.pending += data
            self.ended = not data
        if self.pending:
            try:
                sent = self.sock.send(self.pending)
            except BlockingIOError:
                sent = 0
            del self.pending[:sent]
            if self.ended and not self.pending:
                self.leave()
                return
        if self.ended and not self.pending:
            # nothing to wait for
            selector.unregister(self.sock)
            return
        wanted = 0 if self.ended else selectors.EVENT_READ
        selector.modify(self.sock, wanted | (selectors.EVENT_WRITE if self.pending else 0), self)

    def leave(self):
        selector.unregister(self.sock)
        self.sock.close()


clients = []


def accept(listener):
    sock, _ = listener.accept()
    sock.setblocking(False)
    clients.append(Client(sock))
    selector.register(sock, selectors.EVENT_READ, clients[-1])


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
