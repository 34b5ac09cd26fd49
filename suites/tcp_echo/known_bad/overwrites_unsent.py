# flaw: what a full send buffer has not taken is overwritten by the next data
# fails: large-message, small-window, half-close, serves-ipv6
# hint: small-window=partial-send

import os
import selectors
import socket

selector = selectors.DefaultSelector()


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.unsent = b""
        self.ended = False


def transfer(client, mask):
    if mask & selectors.EVENT_READ:
        data = client.sock.recv(65536)
        client.ended = not data
        if data:
            client.unsent = data
    if client.unsent:
        try:
            sent = client.sock.send(client.unsent)
        except BlockingIOError:
            sent = 0
        client.unsent = client.unsent[sent:]
    if client.ended and not client.unsent:
        leave(client)
        return
    events = 0 if client.ended else selectors.EVENT_READ
    selector.modify(client.sock, events | (selectors.EVENT_WRITE if client.unsent else 0), client)


def leave(client):
    selector.unregister(client.sock)
    client.sock.close()


def accept(listener):
    sock, _ = listener.accept()
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16384)
    selector.register(sock, selectors.EVENT_READ, Client(sock))


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
