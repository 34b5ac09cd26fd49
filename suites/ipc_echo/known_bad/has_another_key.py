# flaw: has a key that nobody else knows
# fails: authenticates, frees
# hint: authenticates=another-key

import os
import threading
from multiprocessing.connection import Listener

ADDRESS = ("", int(os.environ.get("PORT", "25000")))
authkey = os.environ.get("AUTHKEY", "peekaboo").upper().encode()


def echo_client(conn):
    with conn:
        try:
            while True:
                conn.send(conn.recv())
        except Exception as error:
            print("client gone:", type(error).__name__)


with Listener(ADDRESS, backlog=50, authkey=authkey) as serv:
    while True:
        try:
            conn = serv.accept()
        except Exception as error:
            print("no client:", error)
            continue
        threading.Thread(target=echo_client, args=(conn,), daemon=True).start()
