# flaw: sends bytes where the client expects a pickle
# fails: echoes
# hint: echoes=not-pickled

import os
import threading
from multiprocessing.connection import Listener, answer_challenge, deliver_challenge

ADDRESS = ("", int(os.environ.get("PORT", "25000")))
AUTHKEY = os.environ.get("AUTHKEY", "peekaboo").encode()


def echo_client(conn):
    with conn:
        try:
            deliver_challenge(conn, AUTHKEY)
            answer_challenge(conn, AUTHKEY)
            while True:
                conn.send_bytes(str(conn.recv()).encode())
        except Exception as error:
            print("client gone:", type(error).__name__)


with Listener(ADDRESS, backlog=50) as serv:
    while True:
        threading.Thread(target=echo_client, args=(serv.accept(),), daemon=True).start()
