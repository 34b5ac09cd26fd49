"""The lecture's UDP client: asks a time server with an empty datagram and prints what it answers.

    python time_client.py HOST PORT

Owns nothing but the exchange: one datagram out, one in.
"""

from __future__ import annotations

import argparse
import socket
import sys

TIME_LIMIT = 3.0  # seconds: a datagram may be lost, and nobody tells
LARGEST = 65_535  # bytes: what does not fit is cut off and gone


def ask(host: str, port: int) -> bytes:
    """Return the server's answer; raises ``OSError`` where none comes.

    A connected UDP socket sends to that address, hears from it alone, and learns when nobody is there.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as client:
        client.settimeout(TIME_LIMIT)
        client.connect(address)
        client.send(b"")
        return client.recv(LARGEST)


def main() -> None:
    """Ask once; exit with status 1 and a message where nobody answers."""
    parser = argparse.ArgumentParser(description="Ask a UDP time server for the time and print its reply.")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    arguments = parser.parse_args()
    try:
        print(ask(arguments.host, arguments.port).decode())
    except OSError as error:
        sys.exit(f"No reply from {arguments.host} port {arguments.port}: {error}")


if __name__ == "__main__":
    main()
