# flaw: one thread for all, and sendall() waits for a client that does not read
# fails: stalled-reader
# hint: stalled-reader=one-thread-blocked

import os
import selectors
import socket
from contextlib import suppress


def serve(client, unfinished):
    """Return the lines that are complete; whether the client goes on."""
    try:
        data = client.recv(65536)
        lines, end, rest = (bytes(unfinished) + data).rpartition(b"\n")
        client.sendall(lines + end if data else unfinished)
    except ConnectionError:
        return False
    unfinished[:] = rest
    return bool(data)


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                client, _ = listener.accept()
                selector.register(client, selectors.EVENT_READ, bytearray())
            elif not serve(key.fileobj, key.data):
                selector.unregister(key.fileobj)
                key.fileobj.close()


with suppress(KeyboardInterrupt):
    main()
