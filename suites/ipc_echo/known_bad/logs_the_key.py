# flaw: prints the key that it had expected when a client has another
# fails: logs-nothing-secret

import os
import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Listener, answer_challenge, deliver_challenge

ADDRESS = ("", int(os.environ.get("PORT", "25000")))
AUTHKEY = os.environ.get("AUTHKEY", "peekaboo").encode()


def echo_client(conn):
    with conn:
        try:
            deliver_challenge(conn, AUTHKEY)
            answer_challenge(conn, AUTHKEY)
            while True:
                conn.send(conn.recv())
        except AuthenticationError as error:
            print(f"{error}; the key is {AUTHKEY!r}", flush=True)
        except Exception as error:
            print("client gone:", type(error).__name__)


with Listener(ADDRESS, backlog=50) as serv:
    while True:
        threading.Thread(target=echo_client, args=(serv.accept(),), daemon=True).start()
