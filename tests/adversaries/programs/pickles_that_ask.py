"""Sends its server pickles that would end whoever loads them, and leave a file."""
# plays: ipc-client
# must not: have anything run in the harness
# verdicts: authenticates=pass, sends=fail

import os
import sys
from multiprocessing.connection import Client


class Trap:
    def __reduce__(self):
        return eval, ("(open('/tmp/trapped', 'w').close(), __import__('os')._exit(0))",)


with Client((sys.argv[1], int(sys.argv[2])), authkey=os.environb[b"AUTHKEY"]) as server:
    for _ in sys.argv[3:]:
        server.send(Trap())
        print(server.recv())
