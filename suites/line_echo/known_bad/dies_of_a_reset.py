# flaw: does not expect a ConnectionResetError, which ends the loop and the process
# fails: frees, survives-reset, no-cross-talk
# hint: survives-reset=connection-error-not-caught

import os
import selectors
import socket

selector = selectors.DefaultSelector()


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.lines = bytearray()
        self.pending = bytearray()
        self.ended = False

    def receive(self):
        data = self.sock.recv(65536)
        self.ended = not data
        self.lines += data
        size = len(self.lines) if self.ended else self.lines.rfind(b"\n") + 1
        self.pending += self.lines[:size]
        del self.lines[:size]

    def send(self):
        """Send what can be sent; nothing more is read until all of it is out."""
        if self.pending:
            try:
                sent = self.sock.send(self.pending)
            except BlockingIOError:
                sent = 0
            del self.pending[:sent]
        if self.pending:
            selector.modify(self.sock, selectors.EVENT_WRITE, self)
        elif self.ended:
            selector.unregister(self.sock)
            self.sock.close()
        else:
            selector.modify(self.sock, selectors.EVENT_READ, self)


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, mask in selector.select():
            if key.data is None:
                sock, _ = listener.accept()
                sock.setblocking(False)
                selector.register(sock, selectors.EVENT_READ, Client(sock))
                continue
            if mask & selectors.EVENT_READ:
                key.data.receive()
            key.data.send()


main()
