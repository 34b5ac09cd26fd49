"""How clients talk to an IPC server: the mutual challenge, then pickled objects.

Owns the key, round trips, and what is told where one fails. Knows no requirement.
"""

from __future__ import annotations

from contextlib import suppress
from random import Random
from string import ascii_letters, digits
from typing import Any, Literal

from harness.exchange.ipc import IpcPeer, NoMessage, NotAuthenticated, authenticate, pickled
from harness.exchange.loop import Address, Peers
from harness.exchange.objects import difference, in_words, same
from harness.exchange.unmet import Unmet
from harness.launch.kit import Kit
from harness.launch.server import Server
from harness.model import Program
from suites.shared.dialects import await_or_quiet

_DRAWN = "the key that AUTHKEY names"
_HANDSHAKE = "Your server's challenge, its welcome, and the right answer to the client's own challenge."
_ROOM = 4 << 10
# seconds that a program is given to come to rest, where nothing hangs on it
A_MOMENT = 0.3


class IpcDialect:
    """Objects over ``multiprocessing.connection``, from clients that know the key."""

    transport: Literal["tcp", "udp"] = "tcp"
    # a server that shakes hands in its accept loop takes its clients one after the other
    crowd = 30
    strangers = 10

    def __init__(self, key: str = "", key_in_words: str = _DRAWN) -> None:
        self.key = key.encode()
        self.key_in_words = key_in_words

    def equipped(self, kit: Kit, program: Program) -> IpcDialect:
        """The dialect with the program's own key, or with the drawn one where the program takes that."""
        own = program.authkey
        return IpcDialect(kit.authkey) if own is None else IpcDialect(own, f"the key {own!r}")

    def open(self, peers: Peers, address: Address, *, limit: float | None = None) -> IpcPeer:
        """A client that is connected and has said nothing."""
        return IpcPeer(peers.connect(address, limit=limit), limit)

    def connect(self, peers: Peers, address: Address, *, limit: float | None = None) -> IpcPeer:
        """A client that is connected and authenticated. Raises ``Unmet``."""
        peer = self.open(peers, address, limit=limit)
        self.shake_hands(peer)
        return peer

    def shake_hands(self, peer: IpcPeer) -> None:
        """A client's part of the mutual challenge. Raises ``Unmet``."""
        try:
            authenticate(peer, self.key)
        except NotAuthenticated as error:
            raise Unmet(
                sent=f"A connection, and a client's part of the handshake with {self.key_in_words}.",
                expected=_HANDSHAKE,
                observed=error.observed,
                late=error.late,
            ) from error

    def word(self, draw: Random) -> str:
        """Text of letters and digits, never the same twice."""
        return "".join(draw.choices(ascii_letters + digits, k=24))

    def served(self, peers: Peers, address: Address, draw: Random, limit: float | None = None) -> bool:
        """Whether a fresh client gets an answer, ``limit`` seconds at most for each step. It stays.

        Which answer it is, is said by ``echoes`` and its like, and would else be charged to all that provoke.
        """
        try:
            peer = self.connect(peers, address, limit=limit)
            peer.send(self.word(draw))
            peer.recv_bytes()
        except (Unmet, NoMessage):
            return False
        return True

    def visit(self, peers: Peers, address: Address, draw: Random, *, serves: bool, reset: bool) -> bool:
        """A client that comes and goes; it shakes hands and speaks only where there is hope of an answer."""
        peer = IpcPeer(peers.open(address), 1.0)
        served = False
        if serves:
            with suppress(NoMessage):
                authenticate(peer, self.key)
                peer.send(self.word(draw))
                peer.recv_bytes()
                served = True
        else:
            peers.pump()
        if reset:
            peer.reset()
        else:
            peer.close()
        return served

    def intrude(self, peers: Peers, address: Address, draw: Random, *, reset: bool) -> None:
        """A stranger, who has another key and leaves."""
        peer = IpcPeer(peers.open(address), A_MOMENT)
        with suppress(NoMessage):
            authenticate(peer, self.word(draw).encode())
        if reset:
            peer.reset()
        else:
            peer.close()

    def engage(self, server: Server, peers: Peers, draw: Random) -> str:
        """One client that is served, then two plain TCP connections; a full backlog may leave them waiting."""
        served = False
        with suppress(Unmet):
            echo(self.connect(peers, server.address, limit=1.0), self.word(draw))
            served = True
        rest = [peers.open(server.address) for _ in range(2)]
        await_or_quiet(server, peers, lambda: all(each.connected or each.over for each in rest))
        return f", with three clients connected, one of them {'served' if served else 'not answered'} before"


def echo(peer: IpcPeer, value: Any, *, example: str = "") -> None:
    """Send an object and hold that it comes back."""
    peer.send(value)
    hold(peer, value, sent=f"{in_words(value)}.", example=example)


def hold(peer: IpcPeer, due: Any, *, sent: str, example: str = "") -> None:
    """Hold that the next object is the one that was due, in value and in type."""
    expected = f"{in_words(due)} back."
    try:
        came = peer.receive(2 * len(pickled(due)) + _ROOM)
    except NoMessage as error:
        raise Unmet(sent=sent, expected=expected, observed=error.observed, late=error.late, example=example) from error
    if not same(due, came):
        raise Unmet(
            sent=sent,
            expected=expected,
            observed=f"{in_words(came)} back.",
            difference=difference(due, came),
            example=example,
        )


def serves_next(server: Server, peers: Peers, dialect: IpcDialect, draw: Random, after: str) -> None:
    """Hold that a fresh client gets an answer, ``after`` what was done to the program, in words. It leaves politely."""
    server.quiet(A_MOMENT)
    try:
        peer = dialect.connect(peers, server.address)
        peer.send(dialect.word(draw))
        peer.recv_bytes()
    except NoMessage as error:
        raise _not_served(server, after, error.observed, late=error.late) from None
    except Unmet as unmet:
        raise _not_served(server, after, unmet.evidence.observed, late=unmet.evidence.late) from None
    peer.close()


def _not_served(server: Server, after: str, observed: str, *, late: bool) -> Unmet:
    # a program may need a moment to die
    server.quiet(1.0)
    end = server.ended()
    return Unmet(
        sent=f"{after}; then a fresh client's handshake and object.",
        expected="The fresh client is served.",
        observed=f"Your server {end}." if end else observed,
        late=late and not end,
    )
