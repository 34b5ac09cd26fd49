"""Makes folders in folders, deeper than a path is long, then serves."""
# plays: tcp-echo
# must not: leave a folder that nobody can remove
# verdicts: starts=pass, echoes=pass
# harmless: it can be let loose without a sandbox

import os

from echoing import Server

server = Server()

for _ in range(3000):
    os.mkdir("d")
    os.chdir("d")
server.serve_forever()
