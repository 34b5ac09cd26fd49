# flaw: accepts one client and then waits for a key, its process alive and its port open
# fails: frees, serves-next, half-close, survives-empty-client, survives-reset, concurrent-clients, serves-ipv6
# hint: serves-next=accepts-once


import os
import socket
import threading


def echo(client):
    with client:
        try:
            while data := client.recv(65536):
                client.sendall(data)
        except ConnectionError:
            pass


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    client, _ = listener.accept()
    threading.Thread(target=echo, args=(client,), daemon=True).start()
    input("Press Enter to stop. ")


main()
