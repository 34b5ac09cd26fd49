"""Announces messages of exabytes, and sends as much of them as it can."""
# plays: ipc-echo
# must not: have memory set aside for them, or be read for ever
# verdicts: starts=pass, authenticates=pass, echoes=fail

import os
import struct
from multiprocessing.connection import Listener

with Listener(("", int(os.environ["PORT"])), authkey=os.environb[b"AUTHKEY"]) as listener:
    while True:
        try:
            with listener.accept() as client:
                client.recv()
                os.write(client.fileno(), struct.pack("!iQ", -1, 1 << 62))
                while True:
                    os.write(client.fileno(), bytes(1 << 20))
        except Exception:
            pass
