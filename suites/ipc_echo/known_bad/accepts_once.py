# flaw: accept() is called once
# fails: concurrent-clients, stalled-handshake, survives-disconnect, survives-bad-pickle, rejects-wrong-key, rejects-no-key, survives-garbage, frees
# hint: survives-disconnect=accepts-once

import os
from contextlib import suppress
from multiprocessing.connection import Listener

with Listener(("", int(os.environ.get("PORT", "25000"))), authkey=os.environ.get("AUTHKEY", "peekaboo").encode()) as serv:
    with suppress(Exception), serv.accept() as conn:
        while True:
            conn.send(conn.recv())
