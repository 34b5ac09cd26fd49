"""The lecture's TCP echo server, in the three forms that ``socketserver`` offers.

    python tcp_echo.py                a thread for each client
    python tcp_echo.py sequential     one client after the other
    python tcp_echo.py forking        a process for each client

``HOST`` and ``PORT`` are taken from the environment: every address and 20000 by default.
Owns nothing but the protocol: what a client sends comes back, until the client ends its side.
"""

from __future__ import annotations

import argparse
import os
import socket
import socketserver
from contextlib import suppress

ANY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104 - a server is meant to be reached


class EchoHandler(socketserver.BaseRequestHandler):
    """Talks to one client. ``self.request`` is its connection."""

    def handle(self) -> None:
        """Return every byte until the client ends its side; ``socketserver`` then closes ours.

        TCP is a stream: ``recv`` returns what has arrived so far, which may be less than one message
        or more than ten, and ``b""`` only at the end. ``sendall`` waits for a client that reads slowly.
        """
        with suppress(ConnectionError):  # a client may vanish at any moment
            while data := self.request.recv(64 * 1024):
                self.request.sendall(data)


class SequentialServer(socketserver.TCPServer):
    """Serves one client after the other; the next one waits until the first has left."""

    allow_reuse_address = True  # else connections of an earlier run block the port for a minute
    request_queue_size = 128  # clients the system holds until we accept them; 5 by default

    def __init__(self, host: str, port: int) -> None:
        """Listen on ``host`` and ``port``; on both IPv4 and IPv6 if ``host`` means every address."""
        if host in ANY_ADDRESS and socket.has_dualstack_ipv6():
            host = "::"
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), EchoHandler)

    def server_bind(self) -> None:
        """Let an IPv6 socket serve IPv4 clients too, whatever the system's default is."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


class ThreadingServer(socketserver.ThreadingMixIn, SequentialServer):
    """Serves each client in a thread of its own."""

    daemon_threads = True  # else the program could not end before its last client has left


class ForkingServer(socketserver.ForkingMixIn, SequentialServer):
    """Serves each client in a process of its own."""

    max_children = 128  # 40 by default; the next client waits until one has left


SERVERS: dict[str, type[SequentialServer]] = {
    "sequential": SequentialServer,
    "threading": ThreadingServer,
    "forking": ForkingServer,
}


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Return to each TCP client what it sends.")
    parser.add_argument("kind", nargs="?", choices=SERVERS, default="threading", help="threading by default")
    server_class = SERVERS[parser.parse_args().kind]
    host, port = os.environ.get("HOST", ""), int(os.environ.get("PORT", "20000"))
    with server_class(host, port) as server, suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
