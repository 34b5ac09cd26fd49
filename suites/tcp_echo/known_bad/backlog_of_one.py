# flaw: listens with a backlog of one
# fails: connection-burst, serves-ipv6
# hint: connection-burst=small-backlog


import os
import socket
import threading
from contextlib import suppress


def echo(client):
    with client, suppress(ConnectionError):
        while data := client.recv(65536):
            client.sendall(data)


def main():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("", int(os.environ.get("PORT", "20000"))))
    listener.listen(1)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=echo, args=(client,), daemon=True).start()


main()
