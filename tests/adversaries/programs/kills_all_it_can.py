"""Signals everything and everybody, then serves."""
# plays: tcp-echo
# must not: reach a process that is not its own
# verdicts: starts=pass, echoes=pass

import os
import signal

from echoing import Server

server = Server()

for pid in (-1, *range(3, 40_000)):
    if pid != os.getpid():
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
server.serve_forever()
