# flaw: does not set SO_REUSEADDR: connections of its last run keep it off the port
# fails: restarts
# hint: restarts=no-reuse-address

import os
import socket
import threading
from contextlib import suppress
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge

AUTHKEY = os.environ.get("AUTHKEY", "peekaboo").encode()


def echo_client(sock):
    with suppress(Exception), Connection(sock.detach()) as conn:
        deliver_challenge(conn, AUTHKEY)
        answer_challenge(conn, AUTHKEY)
        while True:
            conn.send(conn.recv())


serv = socket.socket()
serv.bind(("", int(os.environ.get("PORT", "25000"))))
serv.listen(50)
while True:
    threading.Thread(target=echo_client, args=(serv.accept()[0],), daemon=True).start()
