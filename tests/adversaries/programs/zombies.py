"""Serves, and never buries its children."""
# plays: tcp-echo
# must not: fill the machine's table
# verdicts: starts=pass, echoes=pass
# harmless: it can be let loose without a sandbox

import os

from echoing import Server

server = Server()

for _ in range(300):
    if os.fork() == 0:
        os._exit(0)
server.serve_forever()
