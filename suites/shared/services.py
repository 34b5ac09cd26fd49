"""Servers of the harness's own, which clients under test call: an echoing one, a silent one, one that tells the time.

Owns what they say and when. A service is driven by ``step``, from the loop that a check waits in. Judges nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from random import Random
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Protocol, TypeVar

from harness.errors import HarnessError
from harness.exchange.acceptor import Acceptor
from harness.exchange.layer import LayerMaker, Plain
from harness.exchange.loop import Address, Peers
from harness.exchange.mailbox import Mailbox
from harness.exchange.stream import StreamPeer
from harness.exchange.tls import Tls
from harness.launch.listeners import unread
from harness.model import Happening

HOST = "127.0.0.1"
LINGER = 1.0
PIECES = 5
FLOOD_OF_BYTES, FLOOD_OF_VISITS = 8 << 20, 100

# a client that names localhost may try IPv6 first, and nothing else
_HOSTS = (HOST, "::1")
_PAUSE = 0.4
_BROKEN = frozenset({Happening.ALERT, Happening.NOT_TLS})
BY_ALERT = "Your client ended the handshake with the alert"
WITHOUT_TLS = "Your client spoke no TLS: what it sent was no ClientHello"
NO_SESSION = "Your client and the server came to no TLS session"

Reply = Callable[[bytes], bytes]
Listening = TypeVar("Listening", Acceptor, Mailbox)


class Service(Protocol):
    """What answers a client under test."""

    def step(self) -> None:
        """Do what is due now."""

    def take_stock(self) -> None:
        """Find out what was not read, before the client is ended."""

    @property
    def unread(self) -> int:
        """How many bytes of the answers the client had not read then."""

    @property
    def connections(self) -> int:
        """How many connections came; for datagrams, from how many sockets."""

    @property
    def trouble(self) -> str:
        """Why nothing can be said on a connection, as a sentence that begins "Your client"; empty where all is well."""

    @property
    def heard(self) -> list[bytes]:
        """What each of them said, without those that said nothing; for datagrams, each of them."""

    @property
    def said(self) -> list[bytes]:
        """What each of them was answered."""

    @property
    def left(self) -> bool:
        """Whether all who came have ended their side, so that nothing can be on its way."""

    @property
    def flooded(self) -> bool:
        """Whether so much came that no more is worth hearing."""


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


class SilentService:
    """Accepts, reads, and never answers. Listens on every port of ``ports``, the first of which must be free."""

    def __init__(self, services: Peers, ports: Iterable[int], layer: LayerMaker = Plain) -> None:
        self._acceptors = _opened(ports, lambda address: Acceptor(services, address, layer=layer))
        self._talks: dict[int, Talk] = {}
        self.unread = 0

    def step(self) -> None:
        """Answer what has come; end what is done."""
        for acceptor in self._acceptors:
            for peer in acceptor.accepted:
                if peer.ending in _BROKEN:
                    peer.close()  # or a client would wait for what can't come any more
                self._serve(self._talks.setdefault(peer.number, Talk(peer, acceptor.address[1])))

    def _serve(self, talk: Talk) -> None:
        """Nothing."""

    def take_stock(self) -> None:
        """Ask the kernel what the client has not read."""
        self.unread = sum(talk.unread() for talk in self._talks.values() if talk.said)

    @property
    def connections(self) -> int:
        """How many there are."""
        return sum(len(acceptor.accepted) for acceptor in self._acceptors)

    @property
    def trouble(self) -> str:
        """How the first handshake that failed did so."""
        failed = (peer for peer in self._peers() if peer.ending in _BROKEN)
        return next((_trouble(peer) for peer in failed), "")

    @property
    def heard(self) -> list[bytes]:
        """What each connection said."""
        return [bytes(peer.received) for peer in self._peers() if peer.received]

    @property
    def said(self) -> list[bytes]:
        """What was answered on each connection."""
        return [bytes(talk.said) for talk in self._talks.values() if talk.said]

    @property
    def left(self) -> bool:
        """Whether every connection has ended from the client's side."""
        return all(peer.over for peer in self._peers())

    @property
    def flooded(self) -> bool:
        """Whether there are too many connections, or bytes."""
        size = sum(len(peer.received) for peer in self._peers())
        return self.connections > FLOOD_OF_VISITS or size > FLOOD_OF_BYTES

    def _peers(self) -> list[StreamPeer]:
        return [peer for acceptor in self._acceptors for peer in acceptor.accepted]


def _trouble(peer: StreamPeer) -> str:
    if peer.ending is Happening.ALERT:
        return f"{BY_ALERT} {peer.failure}"
    return WITHOUT_TLS if speaks_no_tls(peer) else f"{NO_SESSION} ({peer.failure})"


def speaks_no_tls(peer: StreamPeer) -> bool:
    """Whether a client of a TLS server began with something else."""
    return isinstance(peer.layer, Tls) and not peer.layer.spoken


class EchoService(SilentService):
    """Returns what comes as it comes; ends its side when the client ends its own, else a second after the last byte.

    So a client may go by count, by the end of the stream, or by a half-close of its own.
    """

    def __init__(self, services: Peers, ports: Iterable[int], layer: LayerMaker = Plain, reply: Reply = itself) -> None:
        super().__init__(services, ports, layer)
        self._reply = reply

    def _serve(self, talk: Talk) -> None:
        if fresh := talk.fresh():
            talk.say(self._reply(fresh))
        talk.end_in_time()


class PiecemealService(EchoService):
    """Waits for a whole message, and returns it in pieces: the next when the client has read the one before.

    ``size`` is the message's. Where nobody knows it, a message is whole when nothing has come for a while.
    """

    def __init__(
        self, services: Peers, ports: Iterable[int], layer: LayerMaker = Plain, *, size: int | None = None
    ) -> None:
        super().__init__(services, ports, layer)
        self._size = size

    def _serve(self, talk: Talk) -> None:
        if self._is_whole(talk):
            fresh = talk.fresh()
            piece = piece_of(len(fresh))
            talk.due += [fresh[at : at + piece] for at in range(0, len(fresh), piece)]
        if talk.due and not talk.unread():
            talk.say(talk.due.pop(0))
        if not talk.due:
            talk.end_in_time()

    def _is_whole(self, talk: Talk) -> bool:
        there = len(talk.peer.received)
        paused = talk.quiet_for() >= _PAUSE
        return talk.peer.over or (paused if self._size is None else there >= self._size)


def piece_of(size: int) -> int:
    """How long the pieces of a message are."""
    return max(1, -(-size // PIECES))


class Talk:
    """One connection's state; ``port`` is that of the service."""

    def __init__(self, peer: StreamPeer, port: int) -> None:
        self.peer = peer
        self.port = port
        self.answered = 0
        self.said = bytearray()
        self.due: list[bytes] = []
        self._seen = 0
        self._last = time.monotonic()
        self._ended = False
        self._at_the_end = 0

    def fresh(self) -> bytes:
        """What has come and was not answered; it counts as answered from now on."""
        data = bytes(self.peer.received[self.answered :])
        self.answered += len(data)
        return data

    def say(self, data: bytes) -> None:
        """Send an answer."""
        if not self._ended:
            self.peer.send(data)
            self.said += data
            self._last = time.monotonic()

    def unread(self) -> int:
        """How many bytes of the answers the client has not read, or not got yet."""
        there = unread(self.peer.address[1], self.port)
        # an end of stream that waits to be read counts as one, and a close_notify as some
        return max(0, min(there, self._at_the_end) - 1) if self._ended else there

    def quiet_for(self) -> float:
        """For how many seconds nothing has come or gone."""
        if len(self.peer.received) != self._seen:
            self._seen, self._last = len(self.peer.received), time.monotonic()
        return time.monotonic() - self._last

    def end_in_time(self) -> None:
        """End this side after the client's end, or a second after the last byte."""
        quiet = self.answered and self.quiet_for() >= LINGER
        if not self._ended and (self.peer.ending is Happening.END or quiet):
            self._at_the_end = self.unread() + 1
            self._ended = True
            with suppress(OSError):
                self.peer.half_close()


class TimeService:
    """Answers each datagram with ``reply``; a silent one has none."""

    trouble = ""

    def __init__(self, services: Peers, ports: Iterable[int], reply: bytes | None) -> None:
        self._mailboxes = _opened(ports, lambda address: Mailbox(services, address))
        self._reply = reply
        self._answered: dict[int, int] = {}
        self.said: list[bytes] = []
        self.unread = 0

    def take_stock(self) -> None:
        """Nothing: what a datagram socket holds unread is not looked into."""

    def step(self) -> None:
        """Answer what has come."""
        for mailbox in self._mailboxes:
            fresh = mailbox.received[self._answered.get(mailbox.number, 0) :]
            self._answered[mailbox.number] = len(mailbox.received)
            for datagram in fresh:
                if self._reply is not None:
                    mailbox.answer(datagram, self._reply)
                    self.said.append(self._reply)

    @property
    def connections(self) -> int:
        """From how many sockets something came."""
        return len({each.address for mailbox in self._mailboxes for each in mailbox.received})

    @property
    def heard(self) -> list[bytes]:
        """Every datagram."""
        return [each.data for mailbox in self._mailboxes for each in mailbox.received]

    @property
    def left(self) -> bool:
        """Whether nothing can be on its way: what a client sends to this machine is there at once."""
        return True

    @property
    def flooded(self) -> bool:
        """Whether there are too many datagrams."""
        return sum(len(mailbox.received) for mailbox in self._mailboxes) > FLOOD_OF_VISITS


def _opened(ports: Iterable[int], listen: Callable[[Address], Listening]) -> list[Listening]:
    """Whatever listens, on every port. Raises ``HarnessError`` where the first is taken."""
    opened: list[Listening] = []
    for port in dict.fromkeys(ports):
        for host in _HOSTS:
            try:
                opened.append(listen((host, port)))
            except OSError as trouble:
                if not opened:
                    what = f"Port {port} of this machine could not be listened on: {trouble.strerror}."
                    raise HarnessError(what) from trouble
    return opened
