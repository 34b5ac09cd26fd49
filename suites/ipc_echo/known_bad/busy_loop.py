# flaw: asks hundreds of times in a row whether a message has come, for each time that it rests
# fails: idles

import os
import threading
import time
from multiprocessing.connection import Listener, answer_challenge, deliver_challenge, wait

ADDRESS = ("", int(os.environ.get("PORT", "25000")))
AUTHKEY = os.environ.get("AUTHKEY", "peekaboo").encode()
clients = []


def welcome(conn):
    try:
        deliver_challenge(conn, AUTHKEY)
        answer_challenge(conn, AUTHKEY)
        clients.append(conn)
    except Exception:
        conn.close()


def listen():
    with Listener(ADDRESS, backlog=50) as serv:
        while True:
            threading.Thread(target=welcome, args=(serv.accept(),), daemon=True).start()


def serve():
    for conn in wait(list(clients), timeout=0):
        try:
            conn.send(conn.recv())
        except Exception:
            clients.remove(conn)
            conn.close()


threading.Thread(target=listen, daemon=True).start()
while True:
    for _ in range(250):
        serve()
    time.sleep(0.001)
