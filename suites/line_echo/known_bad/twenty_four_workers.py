# flaw: twenty-four threads serve one client each; the next client waits
# fails: many-clients
# hint: many-clients=limited-pool

import os
import socket
import threading
from contextlib import suppress

WORKERS = 24


def work(listener):
    while True:
        client, _ = listener.accept()
        with client, client.makefile("rb") as lines, suppress(ConnectionError):
            for line in lines:
                client.sendall(line)


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    for _ in range(WORKERS):
        threading.Thread(target=work, args=(listener,), daemon=True).start()
    threading.Event().wait()


main()
