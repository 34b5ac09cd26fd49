# flaw: does not catch what accept() raises for a peer that does not know the key
# fails: concurrent-clients, stalled-handshake, rejects-wrong-key, rejects-no-key, survives-garbage
# hint: concurrent-clients=one-at-a-time, rejects-wrong-key=accept-raises, rejects-no-key=accept-raises, survives-garbage=accept-raises

import os
from contextlib import suppress
from multiprocessing.connection import Listener

serv = Listener(("", int(os.environ.get("PORT", "25000"))), authkey=os.environ.get("AUTHKEY", "peekaboo").encode())
while True:
    conn = serv.accept()
    with conn, suppress(Exception):
        while True:
            conn.send(conn.recv())
