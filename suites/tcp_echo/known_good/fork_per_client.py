# good: a child for each client, reaped by the system
# fails: serves-ipv6

import os
import signal
import socket
from contextlib import suppress


def echo(client):
    with suppress(ConnectionError):
        while data := client.recv(65536):
            client.sendall(data)


def main():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children that end leave no zombies
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


if __name__ == "__main__":
    main()
