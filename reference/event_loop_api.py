"""The lecture's event loop: handlers say what they wait for, and one loop serves them all.

    python event_loop_api.py          a UDP time server, as an example of a handler

``HOST`` and ``PORT`` are taken from the environment: every address and 20000 by default.
Owns the class ``EventHandler`` and the function ``event_loop``; the handler below them shows their use.
"""

from __future__ import annotations

import os
import select
import socket
import time
from contextlib import suppress


class EventHandler:
    """Something with a descriptor that the loop may wait for. A subclass overrides what it needs."""

    def fileno(self) -> int:
        """The descriptor that the loop waits for; there is none by default."""
        raise NotImplementedError("a handler must say which descriptor is its own")

    def wants_to_receive(self) -> bool:
        """Whether to call ``handle_receive`` once there is something to read. Asked anew in each round."""
        return False

    def handle_receive(self) -> None:
        """Read; this will not block."""

    def wants_to_send(self) -> bool:
        """Whether to call ``handle_send`` once there is room to write. Asked anew in each round."""
        return False

    def handle_send(self) -> None:
        """Write; as much as ``send`` takes will not block."""


def event_loop(handlers: list[EventHandler]) -> None:
    """Serve the handlers for ever. They may add others to the list, and remove themselves from it.

    ``select`` blocks until something is ready, so waiting costs no processor time.
    """
    while True:
        wants_receive = [handler for handler in handlers if handler.wants_to_receive()]
        wants_send = [handler for handler in handlers if handler.wants_to_send()]
        can_receive, can_send, _ = select.select(wants_receive, wants_send, [])
        for handler in can_receive:
            handler.handle_receive()
        for handler in can_send:
            if handler in handlers:  # it may have left the list, and closed its socket, a moment ago
                handler.handle_send()


class TimeServer(EventHandler):
    """Answers each datagram with the time of day."""

    def __init__(self, host: str, port: int) -> None:
        """Listen on ``host`` and ``port``."""
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind((host, port))

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self.sock.fileno()

    def wants_to_receive(self) -> bool:
        """Requests may come at any time."""
        return True

    def handle_receive(self) -> None:
        """Answer one request; there is always room for so short a datagram."""
        _, address = self.sock.recvfrom(1)
        self.sock.sendto(time.ctime().encode("ascii"), address)


def main() -> None:
    """Serve until interrupted."""
    host, port = os.environ.get("HOST", ""), int(os.environ.get("PORT", "20000"))
    with suppress(KeyboardInterrupt):
        event_loop([TimeServer(host, port)])


if __name__ == "__main__":
    main()
