# flaw: accepts from a socket that was bound and never told to listen: OSError, Invalid argument
# fails: starts


import os
import socket


def main():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("", int(os.environ.get("PORT", "20000"))))
    while True:
        client, _ = server.accept()
        with client:
            while data := client.recv(65536):
                client.sendall(data)


main()
