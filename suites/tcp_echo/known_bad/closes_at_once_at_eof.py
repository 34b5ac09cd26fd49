# flaw: closes as soon as the client ends its side, whatever it has not sent yet
# fails: half-close, serves-ipv6
# hint: half-close=closes-too-early

import os
import selectors
import socket

selector = selectors.DefaultSelector()


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.pending = bytearray()


def transfer(client, mask):
    if mask & selectors.EVENT_READ:
        data = client.sock.recv(65536)
        if not data:
            leave(client)
            return
        client.pending += data
    try:
        sent = client.sock.send(client.pending)
    except BlockingIOError:
        sent = 0
    del client.pending[:sent]
    events = selectors.EVENT_READ | (selectors.EVENT_WRITE if client.pending else 0)
    selector.modify(client.sock, events, client)


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
        for key, mask in selector.select():
            if key.data is None:
                accept(listener)
                continue
            try:
                transfer(key.data, mask)
            except ConnectionError:
                leave(key.data)


main()
