# flaw: waits for its oldest sockets to be writable, even those that are owed nothing: they always are
# fails: idles, serves-udp
# hint: idles=never-waits

import os
import selectors
import socket

selector = selectors.DefaultSelector()
# more of them, and thousands of connections would take so long that how busy the machine is would decide
OLDEST = 50


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.pending = bytearray()
        self.ended = False
        self.is_old = len(selector.get_map()) < OLDEST
        selector.register(sock, self.interest(), self)

    def interest(self):
        owed = self.pending or self.is_old
        return selectors.EVENT_READ | selectors.EVENT_WRITE if owed else selectors.EVENT_READ

    def handle(self, events):
        if events & selectors.EVENT_READ and len(self.pending) < 65536:
            data = self.sock.recv(65536)
            self.ended = not data
            self.pending += data
        if self.pending:
            try:
                sent = self.sock.send(self.pending)
            except BlockingIOError:
                sent = 0
            del self.pending[:sent]
        if self.ended and not self.pending:
            self.leave()
        else:
            selector.modify(self.sock, self.interest(), self)

    def leave(self):
        selector.unregister(self.sock)
        self.sock.close()


def accept(listener):
    sock, _ = listener.accept()
    sock.setblocking(False)
    Client(sock)


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
