# flaw: does not expect the EOFError of a client that has left
# fails: concurrent-clients, stalled-handshake, survives-disconnect, survives-bad-pickle, survives-garbage, frees
# hint: stalled-handshake=handshake-in-accept, survives-disconnect=end-is-an-exception, survives-bad-pickle=unpickling-raises

import os
from contextlib import suppress
from multiprocessing.connection import Listener

serv = Listener(("", int(os.environ.get("PORT", "25000"))), authkey=os.environ.get("AUTHKEY", "peekaboo").encode())
while True:
    conn = None
    with suppress(Exception):
        conn = serv.accept()
    while conn:
        conn.send(conn.recv())
