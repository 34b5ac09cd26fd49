# flaw: one thread for all, and sendall() waits for a client that does not read
# fails: stalled-reader, serves-ipv6
# hint: stalled-reader=one-thread-blocked


import os
import selectors
import socket


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                client, _ = listener.accept()
                selector.register(client, selectors.EVENT_READ)
                continue
            client = key.fileobj
            try:
                data = client.recv(65536)
                client.sendall(data)
            except ConnectionError:
                data = b""
            if not data:
                selector.unregister(client)
                client.close()


main()
