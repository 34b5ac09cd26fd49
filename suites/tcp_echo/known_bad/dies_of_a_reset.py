# flaw: does not expect a ConnectionResetError, which ends the loop and the process
# fails: frees, survives-reset, no-cross-talk, serves-ipv6
# hint: survives-reset=connection-error-not-caught

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
    if mask & selectors.EVENT_READ:
        data = client.sock.recv(65536)
        client.pending += data
        client.ended = not data
    if client.pending:
        try:
            sent = client.sock.send(client.pending)
        except BlockingIOError:
            sent = 0
        del client.pending[:sent]
    if client.pending:  # nothing more is read until this is out
        selector.modify(client.sock, selectors.EVENT_WRITE, client)
    elif client.ended:
        leave(client)
    else:
        selector.modify(client.sock, selectors.EVENT_READ, client)


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
            transfer(key.data, mask)


main()
