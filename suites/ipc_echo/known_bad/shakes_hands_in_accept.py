# flaw: has a thread for each client, but the handshake is done inside accept()
# fails: stalled-handshake
# hint: stalled-handshake=handshake-in-accept

import os
import threading
from multiprocessing.connection import Listener

ADDRESS = ("", int(os.environ.get("PORT", "25000")))
AUTHKEY = os.environ.get("AUTHKEY", "peekaboo").encode()


def echo_client(conn):
    with conn:
        try:
            while True:
                conn.send(conn.recv())
        except Exception as error:
            print("client gone:", type(error).__name__)


with Listener(ADDRESS, backlog=50, authkey=AUTHKEY) as serv:
    while True:
        try:
            conn = serv.accept()
        except Exception as error:
            print("no client:", error)
            continue
        threading.Thread(target=echo_client, args=(conn,), daemon=True).start()
