"""The lecture's echo server for objects between Python programs that share a key.

    python ipc_echo.py                a thread for each client
    python ipc_echo.py sequential     one client after the other

``HOST``, ``PORT`` and ``AUTHKEY`` are taken from the environment: every address, 25000 and ``peekaboo`` by default.
Owns nothing but the echo: framing, pickling and the challenge are ``multiprocessing.connection``'s.
"""

from __future__ import annotations

import argparse
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge


def serve_client(connection: Connection, authkey: bytes) -> None:
    """Shake hands with one client and echo its objects until it leaves.

    Nothing is unpickled before the handshake is done: a pickle can run any code, so it is
    accepted from those alone who know the key.
    """
    with connection:
        try:
            deliver_challenge(connection, authkey)
            answer_challenge(connection, authkey)
            while True:
                connection.send(connection.recv())
        except (EOFError, OSError):
            pass  # the client has left, or never meant to speak this protocol
        except AuthenticationError as error:
            print("rejected a client:", error)
        except Exception as error:  # what is no pickle can raise almost anything
            print("dropped a client:", type(error).__name__)


def serve_forever(listener: Listener, authkey: bytes, start: Callable[[Connection, bytes], None]) -> None:
    """Give each client that connects to ``start``.

    The listener itself is given no key: ``accept`` would then shake hands in this thread, and a
    client that stays silent would keep all others out.
    """
    while True:
        start(listener.accept(), authkey)


def in_a_thread(connection: Connection, authkey: bytes) -> None:
    """Serve the client in a thread, which does not keep the program from ending."""
    threading.Thread(target=serve_client, args=(connection, authkey), daemon=True).start()


WAYS: dict[str, Callable[[Connection, bytes], None]] = {"sequential": serve_client, "threading": in_a_thread}


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Return to each client the objects that it sends.")
    parser.add_argument("way", nargs="?", choices=WAYS, default="threading", help="threading by default")
    start = WAYS[parser.parse_args().way]
    host, port = os.environ.get("HOST", ""), int(os.environ.get("PORT", "25000"))
    authkey = os.environ.get("AUTHKEY", "peekaboo").encode()
    with Listener((host, port), backlog=128) as listener, suppress(KeyboardInterrupt):
        serve_forever(listener, authkey, start)


if __name__ == "__main__":
    main()
