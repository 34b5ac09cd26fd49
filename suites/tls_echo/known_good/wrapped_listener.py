# good: wraps the listening socket, and leaves the handshake to the first recv() of each client's thread

import os
import socket
import ssl
import threading

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ.get("CERTFILE", "server_cert.pem"), os.environ.get("KEYFILE", "server_key.pem"))


def echo(client):
    with client:
        try:
            while data := client.recv(65536):
                client.sendall(data)
            client.unwrap()
        except OSError:
            pass


listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
secure = context.wrap_socket(listener, server_side=True, do_handshake_on_connect=False)
while True:
    try:
        client, _ = secure.accept()
    except OSError:
        continue
    threading.Thread(target=echo, args=(client,), daemon=True).start()
