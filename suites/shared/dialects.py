"""How the clients of each program talk: the seam by which one check runs over several protocols.

Owns messages and round trips. Judges nothing: a check compares, a dialect only speaks.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from random import Random
from socket import socket
from string import ascii_letters, digits
from typing import Literal, Self

from harness.exchange.layer import Layer, Plain
from harness.exchange.loop import Address, Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.launch.kit import Kit
from harness.launch.server import Server
from harness.model import Program

_ALPHABET = (ascii_letters + digits + "-_").encode()
_PAGE = 1 << 16
_STARTS = 1 << 20
LONGEST_BLOCK = 16 << 20
_PIECE = 1 << 20
_LONGEST = 45.0
_A_MOMENT = 0.02
AFTERMATH = 1.0
"""Seconds for which a program is heard out whose answer is wrong already."""


class StreamDialect:
    """Bytes over plain TCP: a message is any bytes, and comes back as they are."""

    transport: Literal["tcp", "udp"] = "tcp"
    crowd = 100
    strangers = 0

    def equipped(self, kit: Kit, program: Program) -> Self:  # noqa: ARG002
        """The same: whoever speaks plain bytes needs nothing."""
        return self

    def connect(
        self, peers: Peers, address: Address, *, receive_buffer: int | None = None, limit: float | None = None
    ) -> StreamPeer:
        """A client, connected and ready to talk. Raises ``Unmet`` where there is no connection."""
        return peers.connect(address, receive_buffer=receive_buffer, limit=limit, layer=self.layer)

    def knock(self, peers: Peers, address: Address) -> StreamPeer:
        """A client whose connection is established; whether it can talk yet is not waited for."""
        return peers.connect(address, layer=self.layer)

    def layer(self, link: socket) -> Layer:
        """What the bytes of each client pass through."""
        return Plain(link)

    def word(self, draw: Random, size: int = 24) -> bytes:
        """A message of letters and digits, never the same twice."""
        return "".join(draw.choices(ascii_letters + digits, k=size)).encode()

    def block(self, draw: Random, size: int) -> bytes:
        """A long message of letters, in which no part repeats. What other bytes do is ``keeps-bytes``'s affair."""
        start = draw.randrange(_STARTS)
        return _letters()[start : start + size]

    def message(self, content: bytes) -> bytes:
        """Any bytes as a message that a server may be expected to answer."""
        return content

    def remainder(self, block: bytes, count: int) -> bytes:  # noqa: ARG002
        """What is missing of the message that a cut of ``block`` at ``count`` left unfinished: nothing, of bytes."""
        return b""

    def served(self, peers: Peers, address: Address, draw: Random, limit: float | None = None) -> bool:
        """Whether a fresh client gets its message back, ``limit`` seconds at most for each step. It stays."""
        try:
            peer = self.connect(peers, address, limit=limit)
        except Unmet:
            return False
        message = self.word(draw)
        peer.send(message)
        return peer.receive(len(message), limit, Likeness(peer, message).lost) == message

    def visit(self, peers: Peers, address: Address, draw: Random, *, serves: bool, reset: bool) -> bool:
        """A client that comes and goes; it says a word only where there is hope of an answer."""
        peer = peers.open(address, layer=self.layer)
        served = False
        if serves:
            word = self.word(draw)
            peer.send(word)
            served = peers.wait(lambda: len(peer.received) >= len(word) or peer.over, 1.0)
        else:
            peers.pump()
        if reset:
            peer.reset()
        else:
            peer.close()
        return served

    def intrude(self, peers: Peers, address: Address, draw: Random, *, reset: bool) -> None:
        """A stranger, who says something that opens no session and leaves."""
        peer = peers.open(address)
        peers.wait(lambda: peer.connected or peer.over, _A_MOMENT)
        peer.send(self.word(draw))
        peers.wait(lambda: peer.over, _A_MOMENT)
        if reset:
            peer.reset()
        else:
            peer.close()

    def engage(self, server: Server, peers: Peers, draw: Random) -> str:
        """One client that is served, then two plain TCP connections that say nothing."""
        first = peers.open(server.address, layer=self.layer)
        word = self.word(draw)
        first.send(word)
        # a signal may only follow a round trip: a client may be connected and not yet accepted
        await_or_quiet(server, peers, lambda: len(first.received) >= len(word) or first.over)
        rest = [peers.open(server.address) for _ in range(2)]
        await_or_quiet(server, peers, lambda: all(each.connected or each.over for each in rest))
        return ", with three clients connected, one of them served before"


@cache
def _letters() -> bytes:
    """Letters without end, nearly: a page of them over and over, and the alphabet shuffled anew for each.

    Made once, and so, since megabytes drawn one by one take a tenth of a second.
    """
    draw = Random(0)
    page = draw.randbytes(_PAGE)
    shuffled = (bytes(draw.sample(_ALPHABET, 64)) for _ in range((_STARTS + LONGEST_BLOCK) // _PAGE))
    return b"".join(page.translate(letters * 4) for letters in shuffled)


class DatagramDialect:
    """Datagrams over UDP: any datagram asks, one answers."""

    transport: Literal["tcp", "udp"] = "udp"
    crowd = 100
    strangers = 0

    def equipped(self, kit: Kit, program: Program) -> Self:  # noqa: ARG002
        """The same: whoever sends plain datagrams needs nothing."""
        return self

    def served(self, peers: Peers, address: Address, draw: Random, limit: float | None = None) -> bool:  # noqa: ARG002
        """Whether a fresh client's empty datagram is answered."""
        peer = peers.datagram(address)
        peer.send(b"")
        answered = bool(peer.receive(1, limit))
        peer.close()
        return answered

    def visit(self, peers: Peers, address: Address, draw: Random, *, serves: bool, reset: bool) -> bool:  # noqa: ARG002
        """A client that asks once; it waits only where there is hope of an answer."""
        return self.served(peers, address, draw, 1.0 if serves else 0.0)

    def engage(self, server: Server, peers: Peers, draw: Random) -> str:
        """One client that was answered: datagram servers have no connections."""
        self.served(peers, server.address, draw, 1.0)
        return ""


class Likeness:
    """What a client receives from now on, byte by byte against what is ``due``."""

    def __init__(self, peer: StreamPeer, due: bytes) -> None:
        self._peer, self._due = peer, due
        self._begin = peer.taken
        self._same = 0

    def lost(self) -> bool:
        """Whether a byte has come that is another: nothing that follows can make it right."""
        there = min(len(self._peer.received) - self._begin, len(self._due))
        fresh = self._peer.received[self._begin + self._same : self._begin + there]
        if fresh == self._due[self._same : there]:
            self._same = there
        return self._same < there


def receive_all(peer: StreamPeer, due: bytes) -> bytes:
    """Read what is ``due`` for as long as any of it comes within the peer's time limit, 45 s in all.

    After a wrong byte, what comes within a second is read too: the report shows it.
    """
    likeness, begin, began = Likeness(peer, due), peer.taken, time.monotonic()
    while (missing := len(due) - (peer.taken - begin)) and not (peer.over and peer.taken == len(peer.received)):
        piece = peer.receive(min(_PIECE, missing), enough=likeness.lost)
        if likeness.lost():
            peer.receive(missing - len(piece), AFTERMATH)
            break
        if not piece:
            break
        if time.monotonic() - began > _LONGEST:
            raise Unmet(
                sent="A long message.",
                expected=f"All of it back within {_LONGEST:.0f} s.",
                observed=f"After {_LONGEST:.0f} s it was still sending; "
                f"{peer.taken - begin:,} of {len(due):,} bytes had come.",
                late=True,
            )
    return bytes(peer.received[begin : peer.taken])


def await_or_quiet(server: Server, peers: Peers, condition: Callable[[], bool], limit: float = 5.0) -> bool:
    """Wait for ``condition``, but no longer than the program has anything left to do.

    For steps that only prepare: whether a silent program would have answered later is judged elsewhere.
    """
    if peers.wait(condition, 0.25):
        return True
    server.quiet(limit)
    return peers.wait(condition, 0.05)


def start_again_if_ended(server: Server, peers: Peers) -> bool:
    """Whether it was so. That a client can end the program is said by requirements of their own."""
    server.quiet(1.0)
    ended = bool(server.ended())
    if ended:
        peers.reset_all()
        server.start()
    return ended
