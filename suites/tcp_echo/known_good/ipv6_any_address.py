# good: listens on :: and serves both address families

import os
import socket
import threading
from contextlib import suppress


def echo(client):
    with client, suppress(ConnectionError):
        buffer = bytearray(16384)
        while size := client.recv_into(buffer):
            client.sendall(memoryview(buffer)[:size])


def main():
    address = ("::", int(os.environ.get("PORT", "20000")))
    listener = socket.create_server(address, family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=echo, args=(client,), daemon=True).start()


if __name__ == "__main__":
    main()
