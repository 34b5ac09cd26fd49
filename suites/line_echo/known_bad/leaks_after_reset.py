# flaw: closes a connection that ends politely and forgets one that is reset
# fails: frees

import os
import socket
import threading

clients = set()


def echo(client):
    lines = client.makefile("rwb")
    for line in lines:
        lines.write(line)
        lines.flush()
    clients.remove(client)
    lines.close()
    client.close()


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    while True:
        client, _ = listener.accept()
        clients.add(client)
        threading.Thread(target=echo, args=(client,), daemon=True).start()


main()
