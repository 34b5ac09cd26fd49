"""Fills every folder it may write, then serves."""
# plays: tcp-echo
# must not: fill a disk of the machine
# verdicts: starts=pass, echoes=pass

import os

from echoing import Server

server = Server()

for place in (".", "/tmp", "/dev/shm", os.path.expanduser("~")):
    try:
        with open(os.path.join(place, "filler"), "wb", buffering=0) as stream:
            while True:
                stream.write(bytes(1 << 20))
    except OSError:
        pass
server.serve_forever()
