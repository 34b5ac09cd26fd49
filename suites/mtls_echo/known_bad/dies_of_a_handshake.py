# flaw: a handshake that fails ends the accept loop, and with it the program
# fails: refuses-plaintext, survives-distrust, survives-aborted-handshake, survives-reset, refuses-old-protocols
# fails: stalled-handshake, rejects-no-certificate, rejects-other-ca, rejects-self-signed, rejects-expired
# fails: rejects-not-yet-valid, rejects-wrong-usage
# hint: refuses-plaintext=handshake-not-guarded, survives-distrust=handshake-not-guarded, survives-aborted-handshake=handshake-not-guarded, refuses-old-protocols=handshake-not-guarded

import os
import socket
import ssl
import threading

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ.get("CERTFILE", "server_cert.pem"), os.environ.get("KEYFILE", "server_key.pem"))
context.load_verify_locations(os.environ.get("CAFILE", "ca.pem"))
context.verify_mode = ssl.CERT_REQUIRED


def echo(secure):
    try:
        while data := secure.recv(65536):
            secure.sendall(data)
        secure.unwrap()
    except OSError:
        pass
    finally:
        secure.close()


listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
while True:
    connection, _ = listener.accept()
    secure = context.wrap_socket(connection, server_side=True)
    threading.Thread(target=echo, args=(secure,), daemon=True).start()
