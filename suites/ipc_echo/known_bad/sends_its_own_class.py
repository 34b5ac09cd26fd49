# flaw: sends an object of a class that the client does not have
# fails: echoes
# hint: echoes=own-class

import os
import threading
from multiprocessing.connection import Listener, answer_challenge, deliver_challenge

ADDRESS = ("", int(os.environ.get("PORT", "25000")))
AUTHKEY = os.environ.get("AUTHKEY", "peekaboo").encode()


class Message:
    def __init__(self, content):
        self.content = content


def echo_client(conn):
    with conn:
        try:
            deliver_challenge(conn, AUTHKEY)
            answer_challenge(conn, AUTHKEY)
            while True:
                conn.send(Message(conn.recv()))
        except Exception as error:
            print("client gone:", type(error).__name__)


with Listener(ADDRESS, backlog=50) as serv:
    while True:
        threading.Thread(target=echo_client, args=(serv.accept(),), daemon=True).start()
