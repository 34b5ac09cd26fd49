# flaw: numbers its clients by how many there are: once one has left, a number is given out twice, and answers go astray
# fails: no-cross-talk, serves-ipv6

import os
import selectors
import socket

selector = selectors.DefaultSelector()
clients = {}


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.number = len(clients)
        self.pending = bytearray()
        self.ended = False


def receive(client):
    """Read what a client sends; returns whose answer it is."""
    data = client.sock.recv(65536)
    client.ended = not data
    answered = clients.get(client.number, client)
    answered.pending += data
    return answered


def flush(client):
    """Send what can be sent; nothing more is read until all of it is out."""
    if client.pending:
        try:
            sent = client.sock.send(client.pending)
        except BlockingIOError:
            sent = 0
        del client.pending[:sent]
    if client.pending:
        selector.modify(client.sock, selectors.EVENT_WRITE, client)
    elif client.ended:
        leave(client)
    else:
        selector.modify(client.sock, selectors.EVENT_READ, client)


def leave(client):
    clients.pop(client.number, None)
    if client.sock.fileno() >= 0:
        selector.unregister(client.sock)
        client.sock.close()


def serve(client, mask):
    touched = [client]
    try:
        if mask & selectors.EVENT_READ:
            touched.append(receive(client))
    except ConnectionError:
        leave(client)
        return
    for each in dict.fromkeys(touched):
        try:
            flush(each)
        except OSError:
            leave(each)


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, mask in selector.select():
            if key.data is None:
                sock, _ = listener.accept()
                sock.setblocking(False)
                client = Client(sock)
                clients[client.number] = client
                selector.register(sock, selectors.EVENT_READ, client)
            elif key.fileobj.fileno() >= 0:
                serve(key.data, mask)


main()
