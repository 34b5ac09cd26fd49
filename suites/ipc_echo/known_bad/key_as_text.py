# flaw: the authkey is text, not bytes
# fails: starts
# hint: starts=key-as-text

import os
import traceback
from multiprocessing.connection import Listener


def echo_client(conn):
    try:
        while True:
            msg = conn.recv()
            conn.send(msg)
    except EOFError:
        print("Connection closed")


def echo_server(address, authkey):
    serv = Listener(address, authkey=authkey)
    while True:
        try:
            client = serv.accept()
            echo_client(client)
        except Exception:
            traceback.print_exc()


echo_server(("", int(os.environ.get("PORT", "25000"))), authkey=os.environ.get("AUTHKEY", "peekaboo"))
