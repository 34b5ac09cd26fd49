"""The lecture's UDP time server: each datagram, whatever it holds, is answered with the local time.

    python udp_time.py

``HOST`` and ``PORT`` are taken from the environment: every address and 20000 by default. The time
zone is the system's, or ``TZ`` where that is set.
Owns nothing but the protocol: one datagram in, one datagram of ``time.ctime()`` out.
"""

from __future__ import annotations

import os
import socketserver
import time
from contextlib import suppress


class TimeHandler(socketserver.BaseRequestHandler):
    """Answers one datagram. ``self.request`` is the datagram and the socket it came in on."""

    def handle(self) -> None:
        """Send the time to whoever asked.

        It goes out through the socket that was asked, because a client may drop what comes from any other
        address. An answer that cannot be sent is lost, as any datagram may be.
        """
        _, sock = self.request
        with suppress(OSError):
            sock.sendto(time.ctime().encode("ascii"), self.client_address)


class TimeServer(socketserver.UDPServer):
    """One socket for all clients: there are no connections, so none of them can hold up another."""

    max_packet_size = 65_535  # 8,192 by default; what is longer would arrive cut short


def main() -> None:
    """Serve until interrupted."""
    address = os.environ.get("HOST", ""), int(os.environ.get("PORT", "20000"))
    with TimeServer(address, TimeHandler) as server, suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
