# good: cuts lines out of its own buffer, sends line and end by two writes, and what is unfinished at the end

import os
import socket
import threading
from contextlib import suppress


def lines_of(client):
    rest = b""
    while data := client.recv(4096):
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield line, b"\n"
    yield rest, b""


def echo(client):
    with client, suppress(ConnectionError):
        for line, end in lines_of(client):
            client.sendall(line)
            client.sendall(end)


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=echo, args=(client,), daemon=True).start()


with suppress(KeyboardInterrupt):
    main()
