"""A listening socket of the harness's own: what clients under test connect to.

Owns the address and the connections that came. What is said on them is the check's affair, which drives
them as it drives its own clients: from the loop.
"""

from __future__ import annotations

import socket

from harness.exchange.layer import LayerMaker, Plain
from harness.exchange.rounds import READ, Address, Rounds
from harness.exchange.stream import StreamPeer

_BACKLOG = 128


class Acceptor:
    """Listens on ``address`` (port 0: one that is free) and makes a ``StreamPeer`` of each connection.

    ``accepted`` holds them in the order in which they came; closing the acceptor leaves them open. Raises
    ``OSError`` where the address is taken.
    """

    def __init__(self, rounds: Rounds, address: Address, *, layer: LayerMaker = Plain) -> None:
        self.accepted: list[StreamPeer] = []
        self._rounds = rounds
        self._layer = layer
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self._link = socket.create_server(address, family=family, backlog=_BACKLOG)
        self._link.setblocking(False)
        self.address: Address = self._link.getsockname()[:2]
        rounds.admit(self)

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._link.fileno()

    def wanted(self) -> int:
        """Connections, always."""
        return READ

    def ready(self, events: int) -> None:  # noqa: ARG002  # it waits for one kind alone
        """Accept what there is, as many as one backlog: a client that connects for ever must not hold the loop."""
        for _ in range(_BACKLOG):
            try:
                link, address = self._link.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            link.setblocking(False)
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            peer = StreamPeer(self._rounds, link, address[:2], self._layer(link))
            peer.settle(0)
            self._rounds.admit(peer)
            self.accepted.append(peer)

    def close(self) -> None:
        """Listen no more."""
        if self._link.fileno() >= 0:
            self._rounds.dismiss(self, 0)
            self._link.close()

    reset = close
