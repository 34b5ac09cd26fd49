# flaw: the main guard is misspelt: the program ends at once, with status 0
# fails: starts
# hint: starts=ends-at-once

import os
import selectors
import socket


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            client, _ = key.fileobj.accept()
            client.sendall(client.recv(8192))
            client.close()


if __name__ == "main":
    main()
