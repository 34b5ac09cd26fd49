# flaw: who can be sent something and has said nothing meanwhile is taken to have left, unless it has sent a mebibyte
# fails: small-window, serves-udp

import os
import selectors
import socket

TRUSTED_FROM = 1 << 20

selector = selectors.DefaultSelector()


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.pending = bytearray()
        self.ended = False
        self.heard = 0

    def handle(self, events):
        if not self.ended and (events & selectors.EVENT_READ or self.heard < TRUSTED_FROM):
            data = self.sock.recv(65536)
            self.heard += len(data)
            self.ended = not data
            self.pending += data
        if self.pending:
            try:
                del self.pending[: self.sock.send(self.pending)]
            except BlockingIOError:
                pass
        if self.pending:
            selector.modify(self.sock, selectors.EVENT_WRITE | selectors.EVENT_READ * (not self.ended), self)
        elif self.ended:
            leave(self)
        else:
            selector.modify(self.sock, selectors.EVENT_READ, self)


def leave(client):
    selector.unregister(client.sock)
    client.sock.close()


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
                leave(key.data)


if __name__ == "__main__":
    main()
