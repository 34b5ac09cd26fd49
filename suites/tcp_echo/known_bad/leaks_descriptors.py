# flaw: keeps every connection in a list and never closes it
# fails: frees, serves-ipv6


import os
import socket
import threading

clients = []


def echo(client):
    try:
        while data := client.recv(65536):
            client.sendall(data)
        client.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    while True:
        client, _ = listener.accept()
        clients.append(client)
        threading.Thread(target=echo, args=(client,), daemon=True).start()


main()
