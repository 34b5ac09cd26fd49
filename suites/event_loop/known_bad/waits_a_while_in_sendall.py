# flaw: its sockets block for two seconds, and sendall() waits as long for a client that does not read, then drops it
# fails: stalled-reader, serves-udp
# hint: stalled-reader=one-thread-blocked

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
            if data:
                self.sock.sendall(data)
            else:
                self.leave()

    def leave(self):
        selector.unregister(self.sock)
        self.sock.close()


def accept(listener):
    sock, _ = listener.accept()
    sock.settimeout(2)
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
