# flaw: unpickles each message for its log, those of the handshake too
# fails: no-early-unpickling

import os
import pickle
import socket
import threading
from contextlib import suppress
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge

AUTHKEY = os.environ.get("AUTHKEY", "peekaboo").encode()


class LoggingConnection(Connection):
    def recv_bytes(self, maxlength=None):
        data = super().recv_bytes(maxlength)
        with suppress(Exception):
            print("received a", type(pickle.loads(data)).__name__)
        return data


def echo_client(sock):
    with suppress(Exception), LoggingConnection(sock.detach()) as conn:
        deliver_challenge(conn, AUTHKEY)
        answer_challenge(conn, AUTHKEY)
        while True:
            conn.send_bytes(conn.recv_bytes())


with socket.create_server(("", int(os.environ.get("PORT", "25000"))), backlog=50) as serv:
    while True:
        threading.Thread(target=echo_client, args=(serv.accept()[0],), daemon=True).start()
