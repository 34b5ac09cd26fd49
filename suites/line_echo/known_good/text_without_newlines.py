# good: text mode, but Latin-1 and newline='': every byte and every line end stays

import os
import socket
import threading
from contextlib import suppress


def echo(client):
    with client, suppress(ConnectionError):
        reader = client.makefile("r", encoding="latin-1", newline="")
        writer = client.makefile("w", encoding="latin-1", newline="")
        for line in reader:
            writer.write(line)
            writer.flush()


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=echo, args=(client,), daemon=True).start()


with suppress(KeyboardInterrupt):
    main()
