# flaw: catches the failure of the handshake, and serves the peer all the same
# fails: rejects-wrong-key, rejects-no-key, no-early-unpickling
# hint: rejects-wrong-key=served-all-the-same, rejects-no-key=served-all-the-same

import os
import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Listener, answer_challenge, deliver_challenge

ADDRESS = ("", int(os.environ.get("PORT", "25000")))
AUTHKEY = os.environ.get("AUTHKEY", "peekaboo").encode()


def echo_client(conn):
    with conn:
        try:
            try:
                deliver_challenge(conn, AUTHKEY)
                answer_challenge(conn, AUTHKEY)
            except (AuthenticationError, OSError) as error:
                print("handshake failed:", type(error).__name__)
            while True:
                conn.send(conn.recv())
        except Exception as error:
            print("client gone:", type(error).__name__)


with Listener(ADDRESS, backlog=50) as serv:
    while True:
        threading.Thread(target=echo_client, args=(serv.accept(),), daemon=True).start()
