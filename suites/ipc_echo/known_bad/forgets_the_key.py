# flaw: the listener is given no authkey: anybody is served
# fails: authenticates, frees
# hint: authenticates=no-challenge

import os
import threading
from multiprocessing.connection import Listener

ADDRESS = ("", int(os.environ.get("PORT", "25000")))


def echo_client(conn):
    with conn:
        try:
            while True:
                conn.send(conn.recv())
        except Exception as error:
            print("client gone:", type(error).__name__)


with Listener(ADDRESS, backlog=50) as serv:
    while True:
        threading.Thread(target=echo_client, args=(serv.accept(),), daemon=True).start()
