# flaw: keeps what is still to be sent as a view of the one buffer into which the next client's bytes are read
# fails: no-cross-talk, serves-ipv6
# hint: no-cross-talk=one-buffer

import os
import selectors
import socket

selector = selectors.DefaultSelector()
buffer = memoryview(bytearray(65536))
unsent = {}


def transfer(connection):
    if not unsent[connection]:
        count = connection.recv_into(buffer)
        if not count:
            leave(connection)
            return
        unsent[connection] = buffer[:count]
    try:
        count = connection.send(unsent[connection])
    except BlockingIOError:
        count = 0
    unsent[connection] = unsent[connection][count:]
    selector.modify(connection, selectors.EVENT_WRITE if unsent[connection] else selectors.EVENT_READ)


def leave(connection):
    selector.unregister(connection)
    del unsent[connection]
    connection.close()


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                connection, _ = listener.accept()
                connection.setblocking(False)
                unsent[connection] = b""
                selector.register(connection, selectors.EVENT_READ)
                continue
            try:
                transfer(key.fileobj)
            except ConnectionError:
                leave(key.fileobj)


main()
