# flaw: looks at the first byte of a client that has sent none: an IndexError ends the accepting thread
# fails: survives-empty-client

import os
import selectors
import socket
import threading
from contextlib import suppress


def echo(client):
    with client, client.makefile("rb") as lines, suppress(ConnectionError):
        for line in lines:
            client.sendall(line)


def accept_all(listener):
    """Give each client a thread as soon as its first byte is there."""
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                selector.register(listener.accept()[0], selectors.EVENT_READ)
                continue
            client = key.fileobj
            selector.unregister(client)
            try:
                first = client.recv(1, socket.MSG_PEEK)
            except ConnectionError:
                client.close()
                continue
            print("first byte:", first[0], flush=True)
            threading.Thread(target=echo, args=(client,), daemon=True).start()


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    threading.Thread(target=accept_all, args=(listener,), daemon=True).start()
    threading.Event().wait()


main()
