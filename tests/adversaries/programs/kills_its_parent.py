"""Kills whoever started it, then serves."""
# plays: tcp-echo
# must not: reach the harness
# verdicts: starts=pass, echoes=pass

import os
import signal

from echoing import Server

server = Server()

for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
    try:
        os.kill(os.getppid(), number)
    except OSError:
        pass
server.serve_forever()
