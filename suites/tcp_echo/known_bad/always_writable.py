# flaw: waits until it can write even when it has nothing to write, so that it never waits
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


def transfer(client, mask):
    if mask & selectors.EVENT_READ and not client.pending:
        data = client.sock.recv(65536)
        client.pending += data
        client.ended = not data
    if client.pending:
        try:
            sent = client.sock.send(client.pending)
        except BlockingIOError:
            sent = 0
        del client.pending[:sent]
    if client.ended and not client.pending:
        leave(client)


def leave(client):
    selector.unregister(client.sock)
    client.sock.close()


def accept(listener):
    sock, _ = listener.accept()
    sock.setblocking(False)
    selector.register(sock, selectors.EVENT_READ | selectors.EVENT_WRITE, Client(sock))


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, mask in selector.select():
            if key.data is None:
                accept(listener)
                continue
            try:
                transfer(key.data, mask)
            except ConnectionError:
                leave(key.data)


main()
