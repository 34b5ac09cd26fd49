"""Serves under a name that looks like fields of /proc."""
# plays: tcp-echo
# must not: be miscounted
# verdicts: starts=pass, echoes=pass
# harmless: it can be let loose without a sandbox

from echoing import Server

server = Server()

with open("/proc/self/comm", "w") as stream:
    stream.write(") Z 1 1\n1 (")
server.serve_forever()
