"""How checks of streams talk and compare: one message and its echo, and what is told where they differ.

Owns the steps that several requirements are made of. Knows no requirement.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from harness.exchange.loop import Address, Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.exchange.verify import Bytes, bytes_in_words, same_stream
from harness.exchange.words import plural
from harness.launch.server import Server
from harness.model import Happening
from suites.shared.dialects import receive_all

LEFT_OUT = "left out"
# as many bytes of random letters stand nowhere else in them
_GAP_PROOF = 16


def echo(peer: StreamPeer, message: bytes, *, example: str = "") -> None:
    """Send ``message`` and hold that it comes back."""
    peer.send(message)
    hold(peer, message, receive_all(peer, message), sent=f"{bytes_in_words(message)}.", example=example)


def hold(
    peer: StreamPeer, due: bytes, received: Bytes, *, sent: str, wants_end: bool = False, example: str = ""
) -> None:
    """Hold that ``received`` is what was due, in the light of how the peer's connection ended.

    Where bytes are missing from the middle, the failure says how many.
    """
    try:
        same_stream(
            due, received, sent=sent, ending=peer.ending, at=peer.ended_at, wants_end=wants_end, example=example
        )
    except Unmet as unmet:
        gap = _left_out(due, received, unmet)
        finding = f"{plural(gap, 'byte')} {'was' if gap == 1 else 'were'} {LEFT_OUT} there."
        raise unmet.noting(finding) if gap else unmet from None


def _left_out(due: bytes, received: Bytes, unmet: Unmet) -> int:
    """How many bytes are missing where the first wrong one stands; 0 where it is no gap."""
    window = unmet.evidence.window
    if window is None:
        return 0
    follows = received[window.offset : window.offset + _GAP_PROOF]
    missing = due[window.offset : window.offset + _GAP_PROOF]
    if len(follows) < _GAP_PROOF or missing in received:
        return 0
    return max(due.find(follows, window.offset) - window.offset, 0)


def hold_to_end(peer: StreamPeer, due: bytes, sent: str) -> None:
    """Hold that what is due comes, and then the end of the stream."""
    begin = peer.taken
    receive_all(peer, due)
    peer.receive_to_end()
    hold(peer, due, peer.received[begin:], sent=sent, wants_end=True)
    peer.close()


class Connected(Protocol):
    """What a client's connection tells of itself, whatever is said on it."""

    @property
    def ending(self) -> Happening | None: ...  # noqa: D102
    @property
    def over(self) -> bool: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


C = TypeVar("C", bound=Connected)
C_co = TypeVar("C_co", bound=Connected, covariant=True)


class Connects(Protocol[C_co]):
    """A dialect whose clients connect."""

    def connect(self, peers: Peers, address: Address) -> C_co: ...  # noqa: D102


class Client(Generic[C]):
    """One client for many examples, for as long as its connection lasts; then the next.

    How many clients a server can serve, and how many messages of one, is for other requirements to say.
    """

    def __init__(self, server: Server, peers: Peers, dialect: Connects[C]) -> None:
        self._server, self._peers, self._dialect = server, peers, dialect
        self._peer: C | None = None

    def talk(self, exchange: Callable[[C], None]) -> None:
        """Do ``exchange`` on the open connection, or on a fresh one where that has come to its end."""
        if self._peer is not None and self._peer.ending is None:
            try:
                exchange(self._peer)
            except Unmet:
                if not self._peer.over:
                    raise
            else:
                return
        if self._peer is not None:
            # a server of one client at a time serves the next when this one has left
            self._peer.close()
        self._peer = self._dialect.connect(self._peers, self._server.address)
        exchange(self._peer)
