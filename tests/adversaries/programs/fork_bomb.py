"""Serves, and fills the table of processes."""
# plays: tcp-echo
# must not: fill the machine's table, or outlive its requirement
# verdicts: starts=pass, echoes=pass, serves-next=pass, persists=pass

import os
import time

from echoing import Sequential

server = Sequential()

if os.fork() == 0:
    while True:
        try:
            os.fork()
        except OSError:
            time.sleep(1)
server.serve_forever()
