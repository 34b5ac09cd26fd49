"""Listens, and stops all of its processes."""
# plays: tcp-echo
# must not: hold up the end of its grading
# verdicts: starts=pass

import os
import signal

from echoing import Server

server = Server()

os.kill(os.getpid(), signal.SIGSTOP)
server.serve_forever()
