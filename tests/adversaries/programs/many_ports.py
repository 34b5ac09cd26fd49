"""Listens on a thousand ports beside its own."""
# plays: tcp-echo
# must not: keep the next program from its port
# verdicts: starts=pass, echoes=pass
# harmless: it can be let loose without a sandbox

import socket

from echoing import Server

server = Server()

held = [socket.create_server(("", 30_000 + number)) for number in range(1000)]
server.serve_forever()
