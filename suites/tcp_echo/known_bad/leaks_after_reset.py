# flaw: closes a connection that ends politely and forgets one that is reset
# fails: frees, serves-ipv6


import os
import socket
import threading

clients = set()


def echo(client):
    while data := client.recv(65536):
        client.sendall(data)
    clients.remove(client)
    client.close()


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    while True:
        client, _ = listener.accept()
        clients.add(client)
        threading.Thread(target=echo, args=(client,), daemon=True).start()


main()
