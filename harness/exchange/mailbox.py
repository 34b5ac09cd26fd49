"""A UDP socket of the harness's own at a given address: what clients under test send their datagrams to.

Owns the address, what came and from whom. What is answered is the check's affair.
"""

from __future__ import annotations

import socket
from contextlib import suppress

from harness.exchange.datagram import Datagram
from harness.exchange.rounds import READ, Address, Rounds
from harness.exchange.words import plural
from harness.model import Happening

_LARGEST = 1 << 16
_AT_ONCE = 256


class Mailbox:
    """Receives at ``address`` (port 0: one that is free); ``received`` is all that came, in order.

    Raises ``OSError`` where the address is taken.
    """

    def __init__(self, rounds: Rounds, address: Address) -> None:
        self.number = rounds.transcript.next_peer()
        self.received: list[Datagram] = []
        self._rounds = rounds
        self._closed = False
        self._link = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._link.setblocking(False)
            self._link.bind(address)
        except OSError:
            self._link.close()
            raise
        self.address: Address = self._link.getsockname()[:2]
        self._sizes = {Happening.SENT: 0, Happening.RECEIVED: 0}
        rounds.admit(self)

    def answer(self, datagram: Datagram, data: bytes) -> None:
        """Send ``data`` to whoever sent ``datagram``; whether it gets there is nobody's promise."""
        with suppress(OSError):
            self._link.sendto(data, datagram.address)
        self._note(Happening.SENT, data, datagram.address)

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._link.fileno()

    def wanted(self) -> int:
        """Datagrams, always."""
        return READ

    def ready(self, events: int) -> None:  # noqa: ARG002  # it waits for one kind alone
        """Take in what there is, a number at most: a client that sends for ever must not hold the loop."""
        for _ in range(_AT_ONCE):
            if self._rounds.full:
                return
            try:
                data, address = self._link.recvfrom(_LARGEST)
            except (BlockingIOError, ConnectionError):
                return
            self._note(Happening.RECEIVED, data, address[:2])
            self.received.append(Datagram(data, address[:2], self._rounds.transcript.elapsed()))
            self._rounds.hold(len(data))

    def close(self) -> None:
        """Receive no more."""
        if not self._closed:
            self._closed = True
            self._rounds.dismiss(self, sum(len(each.data) for each in self.received))
            self._link.close()

    reset = close

    def _note(self, kind: Happening, data: bytes, address: Address) -> None:
        # a note keeps a datagram an event of its own, and an empty one visible
        what = f"{plural(len(data), 'byte')}, {address[0]} port {address[1]}"
        self._rounds.transcript.add(kind, self.number, data, offset=self._sizes[kind], note=what)
        self._sizes[kind] += len(data)
