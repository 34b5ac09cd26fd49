# flaw: catches what a client that leaves causes, and not what a message that is no pickle does
# fails: concurrent-clients, stalled-handshake, survives-bad-pickle
# hint: concurrent-clients=one-at-a-time, stalled-handshake=handshake-in-accept, survives-bad-pickle=unpickling-raises

import os
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Listener

serv = Listener(("", int(os.environ.get("PORT", "25000"))), authkey=os.environ.get("AUTHKEY", "peekaboo").encode())
while True:
    with suppress(AuthenticationError, EOFError, OSError), serv.accept() as conn:
        while True:
            conn.send(conn.recv())
