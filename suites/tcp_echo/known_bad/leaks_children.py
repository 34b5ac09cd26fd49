# flaw: forks a child for each client and never waits for it: zombies
# fails: frees, serves-ipv6
# hint: frees=zombies


import os
import socket
from contextlib import suppress


def echo(client):
    with suppress(ConnectionError):
        while data := client.recv(65536):
            client.sendall(data)


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    while True:
        client, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            try:
                echo(client)
            finally:
                os._exit(0)
        client.close()


main()
