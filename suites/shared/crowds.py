"""What a server of streams must do for many clients at once.

Owns the checks that hold several connections. All of them run in one selector loop on our side.
"""

from __future__ import annotations

import time
from random import Random

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.exchange.verify import nothing_received
from harness.exchange.words import plural
from harness.launch.server import Server
from harness.plugin.properties import Falsify
from harness.requirement import MUST, SHOULD, requirement
from suites.shared.dialects import StreamDialect, await_or_quiet
from suites.shared.echoing import echo, hold
from suites.shared.streams import MOST, SMALL_BUFFER

BURST = 32
HANDSHAKES = 3.0
PATIENCE = 60.0
BACKLOG_FULL = "the backlog was full"
ANOTHERS = "It had come from another client."
_LEAVING = 1.0
_A_LOOK = 0.01
AFTER_THE_FIRST = "Once the first client had left, it was answered."


@requirement("concurrent-clients", MUST, needs=("echoes",))
def concurrent_clients(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Answer a second client while the first is connected and silent.

    Why: one slow client must not keep all others waiting.

    Source: lecture, Using TCP (ThreadingTCPServer, ForkingTCPServer)
    """
    first = dialect.connect(peers, server.address)
    server.quiet(0.5)
    second = dialect.knock(peers, server.address)
    words = [dialect.word(draw) for _ in range(3)]
    try:
        echo(second, words[0])
    except Unmet as unmet:
        if second.received or second.over:
            raise
        first.close()
        answered = await_or_quiet(server, peers, lambda: bool(second.received) or second.over) and second.received
        raise unmet.noting(AFTER_THE_FIRST) if answered else unmet from None
    _hold_own(first, words[1], others=words)
    third = dialect.connect(peers, server.address)
    _hold_own(third, words[2], others=words)
    server.quiet(0.5)
    for peer in (first, second, third):
        extra = bytes(peer.received[peer.taken :])
        nothing_received(extra, sent="One message, which came back.", ending=peer.ending, at=peer.ended_at)


def _hold_own(peer: StreamPeer, word: bytes, others: list[bytes]) -> None:
    """Hold that the client gets its own message back; say so where it gets what another sent."""
    try:
        echo(peer, word)
    except Unmet as unmet:
        mixed = any(other in peer.received for other in others if other != word)
        raise unmet.noting(ANOTHERS) if mixed else unmet from None


@requirement("many-clients", MUST, needs=("concurrent-clients",))
def many_clients(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Answer 32 clients at once, each with its own bytes.

    Why: a server's clients come together, and each has a right to its own answer.

    Source: lecture, Using TCP (ForkingTCPServer serves 40 at most); Python documentation, socketserver
    """
    all_at_once(32, server, peers, dialect, draw)


@requirement("hundred-clients", SHOULD, needs=("many-clients",))
def hundred_clients(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Answer 100 clients at once, each with its own bytes.

    Why: a limit that a busy hour reaches is a limit that somebody meets.

    Source: lecture, Using TCP; Python documentation, socketserver.ForkingMixIn.max_children
    """
    all_at_once(100, server, peers, dialect, draw)


def all_at_once(count: int, server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Hold that ``count`` connected clients are answered together, each with its own bytes."""
    clients = join(count, server, peers, dialect, draw)
    answer_each(clients, peers, dialect, draw, f"A message from each of {count} connected clients at once")


def join(
    count: int,
    server: Server,
    peers: Peers,
    dialect: StreamDialect,
    draw: Random,
    *,
    receive_buffer: int | None = None,
) -> list[StreamPeer]:
    """Clients that are connected and answered one after the other: a backlog of 5 is no fault here."""
    clients: list[StreamPeer] = []
    end = time.monotonic() + PATIENCE
    for number in range(1, count + 1):
        told = f"A message from client {number:,} of {count:,}"
        try:
            clients.append(dialect.connect(peers, server.address, receive_buffer=receive_buffer))
        except Unmet as unmet:
            raise unmet.noting(f"It was client {number:,} of {count:,}.") from None
        answer_each(clients[-1:], peers, dialect, draw, told)
        if time.monotonic() > end:
            raise Unmet(
                sent=f"{told}, one after the other.",
                expected=f"{count:,} answers within {PATIENCE:.0f} s.",
                observed=f"{plural(number, 'answer')} in {PATIENCE:.0f} s.",
                late=True,
            )
    return clients


def answer_each(clients: list[StreamPeer], peers: Peers, dialect: StreamDialect, draw: Random, told: str) -> None:
    """Hold that each client gets its own message back, all having spoken at once."""
    messages = [dialect.word(draw) for _ in clients]
    due = [len(client.received) + len(message) for client, message in zip(clients, messages, strict=True)]
    for client, message in zip(clients, messages, strict=True):
        client.send(message)
    peers.wait(lambda: all(len(c.received) >= size or c.over for c, size in zip(clients, due, strict=True)))
    for client, message in zip(clients, messages, strict=True):
        hold(client, message, client.receive(len(message), 0.0), sent=f"{told}; this one sent {message!r}.")


@requirement("no-cross-talk", MUST, needs=("concurrent-clients",))
def no_cross_talk(server: Server, peers: Peers, dialect: StreamDialect, falsify: Falsify, draw: Random) -> None:
    """Never give one client's bytes to another.

    Why: a variable that all clients share mixes their data, and shows one person what another wrote.

    Source: lecture, Using TCP and Event Driven I/O; RFC 862
    """
    from hypothesis import strategies as st

    words = [dialect.word(draw, 8) for _ in range(64)]

    def kept_apart(steps: tuple[tuple[str, int], ...]) -> None:
        play = _Play(server, peers, dialect, words)
        for action, number in steps:
            play.step(action, number)
        play.finish(", ".join(f"{action} {number}" for action, number in steps))

    action = st.sampled_from(("send", "end", "reset"))
    steps = st.lists(st.tuples(action, st.integers(0, 3)), min_size=2, max_size=12).map(tuple)
    together = tuple(("send", number) for _ in range(4) for number in range(8))
    leaving = (("send", 0), ("send", 1), ("reset", 0), ("send", 2), ("send", 1), ("end", 1), ("send", 3), ("send", 2))
    falsify(steps, kept_apart, first=(together, leaving), examples=12)


class _Play:
    """One play of several clients; a number opens its client when it first acts, or acts again after leaving."""

    def __init__(self, server: Server, peers: Peers, dialect: StreamDialect, words: list[bytes]) -> None:
        self._server, self._peers, self._dialect = server, peers, dialect
        self._words = iter(words * 2)
        self._present: dict[int, StreamPeer] = {}
        self._all: list[tuple[StreamPeer, bytearray]] = []
        self._due: dict[int, bytearray] = {}

    def step(self, action: str, number: int) -> None:
        if number not in self._present:
            peer = self._dialect.connect(self._peers, self._server.address)
            self._present[number], self._due[peer.number] = peer, bytearray()
            self._all.append((peer, self._due[peer.number]))
            self._say(peer)
        peer = self._present[number]
        match action:
            case "send":
                self._say(peer)
            case "end":
                peer.half_close()
                self._peers.wait(lambda: peer.over, _LEAVING)
                del self._present[number]
            case "reset":
                peer.reset()
                self._server.quiet(_LEAVING)
                del self._present[number]

    def _say(self, peer: StreamPeer) -> None:
        """Send a word and wait for its echo: then the server has accepted the client, and acts in the play's order."""
        self._send(peer)
        self._await([peer])

    def _send(self, peer: StreamPeer) -> None:
        peer.send(self._word_of(peer))

    def _word_of(self, peer: StreamPeer) -> bytes:
        word = next(self._words)
        self._due[peer.number] += word
        return word

    def _send_in_halves(self, peers: list[StreamPeer]) -> None:
        """All first halves are read before any second: what a server keeps of an unfinished message is mixed here."""
        words = [self._word_of(peer) for peer in peers]
        for peer, word in zip(peers, words, strict=True):
            peer.send(word[: len(word) // 2])
        self._server.quiet(_LEAVING, steady=_A_LOOK)
        for peer, word in zip(peers, words, strict=True):
            peer.send(word[len(word) // 2 :])

    def _await(self, peers: list[StreamPeer]) -> None:
        due = self._due
        self._peers.wait(lambda: all(len(p.received) >= len(due[p.number]) or p.over for p in peers), _LEAVING)

    def finish(self, told: str) -> None:
        """Have all that are left speak at once; hold that no client has got a byte that it had not sent."""
        left = [peer for peer in self._present.values() if not peer.over]
        self._send_in_halves(left)
        self._await(left)
        for peer, due in self._all:
            received = bytes(peer.received)
            # bytes that are missing are for other requirements to tell of
            sent = f"What several clients did: {told}. Client {peer.number} sent {bytes(due)!r}."
            hold(peer, bytes(due[: len(received)]), received, sent=sent, example=told)
            peer.close()
        # a server that this play has killed must fail in this play, not in the next
        last = self._dialect.connect(self._peers, self._server.address)
        echo(last, next(self._words), example=told)
        last.close()


@requirement("stalled-reader", MUST, needs=("concurrent-clients",))
def stalled_reader(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Answer others while one client sends and never reads.

    Why: a server that waits until that client takes its bytes serves nobody else.

    Source: lecture, Event Driven I/O; send(2)
    """
    stalled = dialect.connect(peers, server.address, receive_buffer=SMALL_BUFFER)
    stalled.send_until_stalled(dialect.block(draw, MOST), MOST)
    stalled.pause()
    for _ in range(2):
        echo(dialect.connect(peers, server.address), dialect.word(draw))
    # it leaves politely: with bytes unread, a close would be a reset, which is another requirement's affair
    stalled.resume()
    stalled.half_close()
    stalled.receive_to_end()


@requirement("connection-burst", SHOULD, needs=("concurrent-clients",))
def connection_burst(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Hold 32 connections that come while the server is busy, and serve them all.

    Why: connections that come faster than they are accepted wait in the backlog; where it is full, clients see
    delays of seconds.

    Source: lecture, Using TCP; listen(2); Python documentation, socketserver request_queue_size (5)
    """
    server.freeze()
    clients = [peers.open(server.address) for _ in range(BURST)]
    peers.wait(lambda: all(client.connected or client.over for client in clients), HANDSHAKES)
    held = sum(client.connected for client in clients)
    server.thaw()
    if held < BURST:
        raise Unmet(
            sent=f"{BURST} connection requests while your server was stopped (SIGSTOP).",
            expected=f"All {BURST} connections are established by the kernel and wait to be accepted.",
            observed=f"{plural(held, 'connection')} within 3 s; {BACKLOG_FULL}.",
            late=True,
        )
    answer_each(clients, peers, dialect, draw, f"A message from each of {BURST} clients that came at once")
