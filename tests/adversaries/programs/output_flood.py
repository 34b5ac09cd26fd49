"""Serves, and writes without end."""
# plays: tcp-echo
# must not: fill the log, or the harness's memory
# verdicts: starts=pass, echoes=pass

import sys
import threading

from echoing import Server

server = Server()


def flood():
    print("the first words", flush=True)
    while True:
        sys.stdout.write("x" * (1 << 20))


threading.Thread(target=flood, daemon=True).start()
server.serve_forever()
