"""Serves, and leaves a process that no signal and no session reaches."""
# plays: tcp-echo
# must not: leave that process behind
# verdicts: starts=pass, echoes=pass
# harmless: it can be let loose without a sandbox

import os
import signal
import time

from echoing import Server

server = Server()

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        os.chdir("/")
        time.sleep(600)
    os._exit(0)
os.wait()
server.serve_forever()
