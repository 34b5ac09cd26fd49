# good: a pool of threads that fills up once and is used again
# fails: serves-ipv6

import os
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress


def echo(client):
    with client, suppress(ConnectionError):
        while data := client.recv(65536):
            client.sendall(data)


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    pool = ThreadPoolExecutor(max_workers=150)
    try:
        while True:
            pool.submit(echo, listener.accept()[0])
    except KeyboardInterrupt:
        os._exit(0)  # the pool would wait for its clients


if __name__ == "__main__":
    main()
