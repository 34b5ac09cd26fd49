# flaw: ends when its first client has left
# fails: frees, serves-next, half-close, survives-empty-client, survives-reset, concurrent-clients

import os
import socket
from contextlib import suppress

with socket.create_server(("", int(os.environ.get("PORT", "20000")))) as listener:
    client, _ = listener.accept()
    with client, client.makefile("rb") as lines, suppress(ConnectionError):
        for line in lines:
            client.sendall(line)
