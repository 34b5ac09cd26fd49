"""Closes every descriptor it was given, then serves."""
# plays: tcp-echo
# must not: stop the harness from noticing its end
# verdicts: starts=pass, echoes=pass

import os

from echoing import Server

server = Server()

for descriptor in range(3):
    os.close(descriptor)
server.serve_forever()
