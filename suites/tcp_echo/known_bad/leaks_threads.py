# flaw: a second thread for each client waits for more to send after the client has gone
# fails: frees, serves-ipv6


import os
import queue
import socket
import threading
from contextlib import suppress


def send(client, outgoing):
    while True:
        data = outgoing.get()
        with suppress(OSError):
            client.sendall(data)
        outgoing.task_done()


def receive(client, outgoing):
    with client:
        with suppress(OSError):
            while data := client.recv(65536):
                outgoing.put(data)
        outgoing.join()


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    while True:
        client, _ = listener.accept()
        outgoing = queue.Queue(maxsize=8)
        threading.Thread(target=send, args=(client, outgoing), daemon=True).start()
        threading.Thread(target=receive, args=(client, outgoing), daemon=True).start()


main()
