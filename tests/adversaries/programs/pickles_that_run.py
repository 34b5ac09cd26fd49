"""Answers with pickles that would end whoever loads them, and leave a file."""
# plays: ipc-echo
# must not: have anything run in the harness
# verdicts: starts=pass, authenticates=pass, echoes=fail

import os
from multiprocessing.connection import Listener


class Trap:
    def __reduce__(self):
        return eval, ("(open('/tmp/trapped', 'w').close(), __import__('os')._exit(0))",)


with Listener(("", int(os.environ["PORT"])), authkey=os.environb[b"AUTHKEY"]) as listener:
    while True:
        try:
            with listener.accept() as client:
                while True:
                    client.recv()
                    client.send(Trap())
        except Exception:
            pass
