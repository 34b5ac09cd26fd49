# good: reads a kibibyte a round, and buffers without limit for clients that do not read
# fails: serves-udp

import os
import selectors
import socket

selector = selectors.PollSelector()
unsent, ended = {}, set()


def serve(sock, events):
    if events & selectors.EVENT_READ:
        data = sock.recv(1024)
        unsent[sock] += data
        if not data:
            ended.add(sock)
    if events & selectors.EVENT_WRITE:
        del unsent[sock][: sock.send(unsent[sock][:65536])]
    if sock in ended and not unsent[sock]:
        drop(sock)
        return
    reads = 0 if sock in ended else selectors.EVENT_READ
    selector.modify(sock, reads | (selectors.EVENT_WRITE if unsent[sock] else 0))


def drop(sock):
    selector.unregister(sock)
    del unsent[sock]
    ended.discard(sock)
    sock.close()


listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=5)
selector.register(listener, selectors.EVENT_READ)
while True:
    for key, events in selector.select():
        if key.fileobj is listener:
            client, _ = listener.accept()
            client.setblocking(False)
            unsent[client] = bytearray()
            selector.register(client, selectors.EVENT_READ)
            continue
        try:
            serve(key.fileobj, events)
        except ConnectionError:
            drop(key.fileobj)
