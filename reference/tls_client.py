"""The lecture's TLS client: verifies the server, sends one text and prints what comes back.

    python tls_client.py HOST PORT TEXT

The authority that it trusts is in the file that ``CAFILE`` names, ``ca.pem`` by default. Owns nothing but the exchange:
verify, send, read to the end.
"""

from __future__ import annotations

import argparse
import os
import socket
import ssl
import sys

TIME_LIMIT = 3.0  # seconds; without one, a silent server would hold the client for ever


def ask(context: ssl.SSLContext, host: str, port: int, text: str) -> bytes:
    """Send ``text`` and return the whole reply; raises ``OSError`` where that fails.

    ``wrap_socket`` shakes hands: it raises where the certificate is not right, before a byte of the text has gone. The
    reply is whole when it is as long as the text: TLS cannot tell an echo server that no more comes without closing.
    """
    message = text.encode()
    with (
        socket.create_connection((host, port), timeout=TIME_LIMIT) as plain,
        context.wrap_socket(plain, server_hostname=host) as connection,
    ):
        connection.sendall(message)
        reply = bytearray()
        while len(reply) < len(message) and (data := connection.recv(64 * 1024)):
            reply += data
    return bytes(reply)


def main() -> None:
    """Ask once; exit with status 1 and a message where nobody answers, or the wrong one does."""
    parser = argparse.ArgumentParser(description="Send a text to a TLS server that is verified, and print its reply.")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("text")
    arguments = parser.parse_args()
    # verifies signature, period and host name, and speaks TLS 1.2 and 1.3
    context = ssl.create_default_context(cafile=os.environ.get("CAFILE", "ca.pem"))
    try:
        print(ask(context, arguments.host, arguments.port, arguments.text).decode())
    except OSError as error:
        sys.exit(f"No reply from {arguments.host} port {arguments.port}: {error}")


if __name__ == "__main__":
    main()
