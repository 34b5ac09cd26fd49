"""Makes as many files as it can, then serves."""
# plays: tcp-echo
# must not: fill a file system of the machine
# verdicts: starts=pass, echoes=pass

from echoing import Server

server = Server()

try:
    for number in range(1_000_000):
        open(f"file{number}", "w").close()
except OSError:
    pass
server.serve_forever()
