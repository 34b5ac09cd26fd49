"""The lecture's TCP client: sends one text to an echo server and prints what comes back.

    python echo_client.py HOST PORT TEXT

Owns nothing but the exchange: send, say that nothing more comes, read to the end.
"""

from __future__ import annotations

import argparse
import socket
import sys

TIME_LIMIT = 3.0  # seconds; without one, a silent server would hold the client for ever


def ask(host: str, port: int, text: str) -> bytes:
    """Send ``text`` and return the whole reply; raises ``OSError`` where that fails.

    TCP is a stream: one ``recv`` returns what has arrived so far. The reply is whole when the server ends its side,
    which an echo server does once we have ended ours.
    """
    with socket.create_connection((host, port), timeout=TIME_LIMIT) as connection:
        connection.sendall(text.encode())
        connection.shutdown(socket.SHUT_WR)
        reply = bytearray()
        while data := connection.recv(64 * 1024):
            reply += data
    return bytes(reply)


def main() -> None:
    """Ask once; exit with status 1 and a message where nobody answers."""
    parser = argparse.ArgumentParser(description="Send a text to a TCP server and print its reply.")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("text")
    arguments = parser.parse_args()
    try:
        print(ask(arguments.host, arguments.port, arguments.text).decode())
    except OSError as error:
        sys.exit(f"No reply from {arguments.host} port {arguments.port}: {error}")


if __name__ == "__main__":
    main()
