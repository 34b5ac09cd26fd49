# flaw: once a client has been served, the loop waits for room to send, which is always there
# fails: idles, serves-ipv6

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
            self.ended = not data
            self.pending += data
        if self.pending:
            try:
                sent = self.sock.send(self.pending)
            except BlockingIOError:
                sent = 0
            del self.pending[:sent]
        if self.pending:
            selector.modify(self.sock, selectors.EVENT_WRITE, self)
        elif self.ended:
            self.leave()
        else:
            selector.modify(self.sock, selectors.EVENT_READ | selectors.EVENT_WRITE, self)

    def leave(self):
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
            except OSError:
                key.data.leave()


main()
