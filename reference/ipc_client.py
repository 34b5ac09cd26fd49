"""The lecture's client for objects: sends texts to an echo server and prints what comes back.

    python ipc_client.py HOST PORT TEXT…

``AUTHKEY`` is taken from the environment, ``peekaboo`` by default. Owns nothing but the exchange: framing, pickling and
the challenge are ``multiprocessing.connection``'s.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client

TIME_LIMIT = 3.0  # seconds; without one, a silent server would hold the client for ever


def ask(host: str, port: int, authkey: bytes, texts: Iterable[str]) -> Iterator[object]:
    """Send each text as an object of its own and give the server's answer to it.

    ``Client`` shakes hands: it raises ``AuthenticationError`` where the server does not know the key. Nothing has been
    sent then, and nothing is unpickled: a pickle can run any code, so it is accepted from those alone who know the key.
    """
    with Client((host, port), authkey=authkey) as connection:
        for text in texts:
            connection.send(text)
            if not connection.poll(TIME_LIMIT):
                raise TimeoutError(f"no answer within {TIME_LIMIT:.0f} s")
            yield connection.recv()


def main() -> None:
    """Ask for each text; exit with status 1 and a message where nobody answers, or the wrong one does."""
    parser = argparse.ArgumentParser(description="Send texts as objects to a server and print its answers.")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("text", nargs="+")
    arguments = parser.parse_args()
    authkey = os.environ.get("AUTHKEY", "peekaboo").encode()
    try:
        for answer in ask(arguments.host, arguments.port, authkey, arguments.text):
            print(answer)
    except (OSError, EOFError, AuthenticationError) as error:
        sys.exit(f"No answer from {arguments.host} port {arguments.port}: {str(error) or type(error).__name__}")


if __name__ == "__main__":
    main()
