# good: a process for each client, which shakes hands there

import os
import signal
from multiprocessing.connection import Listener, answer_challenge, deliver_challenge

ADDRESS = ("", int(os.environ.get("PORT", "25000")))
AUTHKEY = os.environ.get("AUTHKEY", "peekaboo").encode()


def echo_client(conn):
    deliver_challenge(conn, AUTHKEY)
    answer_challenge(conn, AUTHKEY)
    while True:
        conn.send(conn.recv())


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
with Listener(ADDRESS, backlog=50) as serv:
    while True:
        with serv.accept() as conn:
            if os.fork() == 0:
                try:
                    echo_client(conn)
                except Exception:
                    os._exit(0)
