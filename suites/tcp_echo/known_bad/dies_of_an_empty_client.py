# flaw: the first byte of a message that is not there raises an IndexError, which ends the accepting thread; the process lives on
# fails: survives-empty-client, serves-ipv6


import os
import selectors
import socket
import threading
from contextlib import suppress


def echo(client, data):
    with client, suppress(ConnectionError):
        while data:
            client.sendall(data)
            data = client.recv(65536)


def accept_all(listener, selector):
    """Give each client a thread as soon as its first bytes are there."""
    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                selector.register(listener.accept()[0], selectors.EVENT_READ)
                continue
            client = key.fileobj
            selector.unregister(client)
            try:
                data = client.recv(65536)
            except ConnectionError:
                client.close()
                continue
            print("first byte:", data[0])
            threading.Thread(target=echo, args=(client, data), daemon=True).start()


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    threading.Thread(target=accept_all, args=(listener, selector), daemon=True).start()
    threading.Event().wait()


main()
