"""Servers of the harness's own, which clients under test call: an echoing one, a silent one, one that tells the time.

Owns what they say and when. A service is driven by ``step``, from the loop that a check waits in. Judges nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from random import Random
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Protocol

from harness.errors import HarnessError
from harness.exchange.acceptor import Acceptor
from harness.exchange.layer import LayerMaker, Plain
from harness.exchange.loop import Peers
from harness.exchange.mailbox import Mailbox
from harness.exchange.stream import StreamPeer
from harness.launch.listeners import unread
from harness.model import Happening

HOST = "127.0.0.1"
LINGER = 1.0

Reply = Callable[[bytes], bytes]


class Service(Protocol):
    """What answers a client under test."""

    def step(self) -> None:
        """Do what is due now."""

    @property
    def connections(self) -> int:
        """How many connections came; for datagrams, how many clients."""

    @property
    def heard(self) -> list[bytes]:
        """What each of them said, without those that said nothing; for datagrams, each of them."""

    @property
    def said(self) -> bytes:
        """All that was answered."""


def itself(message: bytes) -> bytes:
    """The reply of an echo server."""
    return message


def another(draw: Random) -> Reply:
    """A reply of the same form and length, in other letters and digits: a client that prints it has read it."""
    table = bytearray(range(256))
    for alphabet in (ascii_lowercase, ascii_uppercase, digits):
        # turned round by a drawn number, so that none stands for itself
        turn = draw.randrange(1, len(alphabet))
        for position, letter in enumerate(alphabet):
            table[ord(letter)] = ord(alphabet[(position + turn) % len(alphabet)])
    return lambda message: message.translate(bytes(table))


class _Streams:
    """Listens on every port of ``ports``, the first of which must be free."""

    def __init__(self, services: Peers, ports: Iterable[int], layer: LayerMaker = Plain) -> None:
        self._acceptors: list[Acceptor] = []
        for port in dict.fromkeys(ports):
            try:
                self._acceptors.append(Acceptor(services, (HOST, port), layer=layer))
            except OSError as trouble:
                if not self._acceptors:
                    raise HarnessError(
                        f"Port {port} of this machine could not be listened on: {trouble.strerror}."
                    ) from trouble

    @property
    def peers(self) -> list[StreamPeer]:
        """All connections."""
        return [peer for acceptor in self._acceptors for peer in acceptor.accepted]

    @property
    def connections(self) -> int:
        """How many there are."""
        return len(self.peers)

    @property
    def heard(self) -> list[bytes]:
        """What each connection said."""
        return [bytes(peer.received) for peer in self.peers if peer.received]


class SilentService(_Streams):
    """Accepts, reads, and never answers."""

    said = b""

    def step(self) -> None:
        """Nothing."""


class EchoService(_Streams):
    """Returns what comes as it comes; ends its side when the client ends its own, else a second after the last byte.

    So a client may go by count, by the end of the stream, or by a half-close of its own (SPEC.md, *Clients*).
    """

    def __init__(self, services: Peers, ports: Iterable[int], layer: LayerMaker = Plain, reply: Reply = itself) -> None:
        super().__init__(services, ports, layer)
        self._reply = reply
        self._talks: dict[int, _Talk] = {}

    def step(self) -> None:
        """Answer what has come; end what is done."""
        for peer in self.peers:
            talk = self._talks.setdefault(peer.number, _Talk(peer))
            fresh = bytes(peer.received[talk.answered :])
            if fresh:
                talk.say(self._reply(fresh))
                talk.answered += len(fresh)
            talk.end_in_time()

    @property
    def said(self) -> bytes:
        """All that was answered."""
        return b"".join(bytes(talk.said) for talk in self._talks.values())


class PiecemealService(_Streams):
    """Waits for a whole message, and returns it in pieces: the next when the client has read the one before."""

    def __init__(
        self,
        services: Peers,
        ports: Iterable[int],
        layer: LayerMaker = Plain,
        *,
        whole: Callable[[bytes], bool],
        pieces: int = 5,
        reply: Reply = itself,
    ) -> None:
        super().__init__(services, ports, layer)
        self._whole, self._pieces, self._reply = whole, pieces, reply
        self._talks: dict[int, _Talk] = {}

    def step(self) -> None:
        """Send the next piece where the client is ready for it."""
        for peer in self.peers:
            talk = self._talks.setdefault(peer.number, _Talk(peer))
            if not talk.answered and (self._whole(bytes(peer.received)) or (peer.over and peer.received)):
                message = self._reply(bytes(peer.received))
                size = max(1, -(-len(message) // self._pieces))
                talk.due = [message[at : at + size] for at in range(0, len(message), size)]
                talk.answered = len(message)
            if talk.due and not unread(peer.address[1], self._port(peer)):
                talk.say(talk.due.pop(0))
            if not talk.due:
                talk.end_in_time()

    @property
    def said(self) -> bytes:
        """All that was answered."""
        return b"".join(bytes(talk.said) for talk in self._talks.values())

    def _port(self, peer: StreamPeer) -> int:
        return next(each.address[1] for each in self._acceptors if peer in each.accepted)


class _Talk:
    """One connection's state."""

    def __init__(self, peer: StreamPeer) -> None:
        self.peer = peer
        self.answered = 0
        self.said = bytearray()
        self.due: list[bytes] = []
        self._last = time.monotonic()
        self._ended = False

    def say(self, data: bytes) -> None:
        if not self._ended:
            self.peer.send(data)
            self.said += data
            self._last = time.monotonic()

    def end_in_time(self) -> None:
        """End this side after the client's end, or a second after the last byte."""
        quiet = self.answered and time.monotonic() - self._last >= LINGER
        if not self._ended and (self.peer.ending is Happening.END or quiet):
            self._ended = True
            with suppress(OSError):
                self.peer.half_close()


class TimeService:
    """Answers each datagram with ``reply``; a silent one has none."""

    def __init__(self, services: Peers, ports: Iterable[int], reply: bytes | None) -> None:
        self._mailboxes: list[Mailbox] = []
        for port in dict.fromkeys(ports):
            try:
                self._mailboxes.append(Mailbox(services, (HOST, port)))
            except OSError as trouble:
                if not self._mailboxes:
                    raise HarnessError(f"UDP port {port} of this machine was taken: {trouble.strerror}.") from trouble
        self._reply = reply
        self._answered: dict[int, int] = {}
        self.said = b""

    def step(self) -> None:
        """Answer what has come."""
        for mailbox in self._mailboxes:
            fresh = mailbox.received[self._answered.get(mailbox.number, 0) :]
            self._answered[mailbox.number] = len(mailbox.received)
            for datagram in fresh:
                if self._reply is not None:
                    mailbox.answer(datagram, self._reply)
                    self.said += self._reply

    @property
    def connections(self) -> int:
        """From how many sockets something came."""
        return len({each.address for mailbox in self._mailboxes for each in mailbox.received})

    @property
    def heard(self) -> list[bytes]:
        """Every datagram."""
        return [each.data for mailbox in self._mailboxes for each in mailbox.received]
