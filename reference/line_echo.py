"""The lecture's line echo server: a ``StreamRequestHandler`` on ``socketserver``'s threading server.

    python line_echo.py

``HOST`` and ``PORT`` are taken from the environment: every address and 20000 by default.
Owns nothing but the protocol: each line that a client sends comes back as it is, until the client ends its side.
"""

from __future__ import annotations

import os
import socket
import socketserver
from contextlib import suppress

ANY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104 - a server is meant to be reached


class LineHandler(socketserver.StreamRequestHandler):
    """Talks to one client. ``self.rfile`` and ``self.wfile`` are its connection, as files of bytes."""

    def handle(self) -> None:
        r"""Return every line until the client ends its side; ``socketserver`` then closes ours.

        A line is bytes and keeps its end, LF or CRLF; the last one may have none. An empty line is ``b"\n"``,
        not ``b""``. ``rfile`` is buffered, ``wfile`` is not: what is written is sent at once.
        """
        with suppress(ConnectionError):  # a client may vanish at any moment
            for line in self.rfile:
                self.wfile.write(line)


class LineServer(socketserver.ThreadingTCPServer):
    """Serves each client in a thread of its own."""

    allow_reuse_address = True  # else connections of an earlier run block the port for a minute
    daemon_threads = True  # else the program could not end before its last client has left
    request_queue_size = 128  # clients the system holds until we accept them; 5 by default

    def __init__(self, host: str, port: int) -> None:
        """Listen on ``host`` and ``port``; on both IPv4 and IPv6 if ``host`` means every address."""
        if host in ANY_ADDRESS and socket.has_dualstack_ipv6():
            host = "::"
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), LineHandler)

    def server_bind(self) -> None:
        """Let an IPv6 socket serve IPv4 clients too, whatever the system's default is."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


def main() -> None:
    """Serve until interrupted."""
    host, port = os.environ.get("HOST", ""), int(os.environ.get("PORT", "20000"))
    with LineServer(host, port) as server, suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
