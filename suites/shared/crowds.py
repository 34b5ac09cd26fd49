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
from harness.exchange.words import describe, duration, plural
from harness.launch.server import Server
from harness.requirement import MUST, SHOULD, requirement
from suites.shared.apart import ANOTHERS
from suites.shared.dialects import StreamDialect, await_or_quiet
from suites.shared.echoing import echo, hold
from suites.shared.streams import MOST, SMALL_BUFFER

BURST = 32
HANDSHAKES = 3.0
# a loop that answers each client a third of a second late is slow, and echoes on 500 connections
PATIENCE = 150.0
GAVE_IT_UP = "your server had given it up before."
NOTICED = 0.3
_A_LOOK = 0.01
BACKLOG_FULL = "the backlog was full"
NEXT_CLIENT = "A message from client"
IT_WAS = "It was client"
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
        told = f"{NEXT_CLIENT} {number:,} of {count:,}"
        try:
            clients.append(dialect.connect(peers, server.address, receive_buffer=receive_buffer))
        except Unmet as unmet:
            raise unmet.noting(f"{IT_WAS} {number:,} of {count:,}.") from None
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


@requirement("stalled-reader", MUST, needs=("concurrent-clients",))
def stalled_reader(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Answer others while one client sends and never reads.

    Why: a server that waits until that client takes its bytes serves nobody else.

    Source: lecture, Event Driven I/O; send(2)
    """
    usual = _two_answered(server, peers, dialect, draw)
    stalled = dialect.connect(peers, server.address, receive_buffer=SMALL_BUFFER)
    stalled.send_until_stalled(dialect.block(draw, MOST), MOST)
    stalled.pause()
    dropped = stalled.over
    waited = _two_answered(server, peers, dialect, draw)
    stalled.resume()
    peers.wait(lambda: stalled.over, _A_LOOK)
    # whether a client that reads late loses anything is small-window's affair: here others had to wait for its end
    if stalled.over and not dropped and waited > NOTICED + 5 * usual:
        end = describe(stalled.ending, stalled.ended_at)
        raise Unmet(
            sent="A message from each of two clients, while a third sent and did not read.",
            expected=f"Both are answered at once, as two were before ({duration(usual)}).",
            observed=f"Both were answered after {duration(waited)}, {end} for the third: {GAVE_IT_UP}",
            # a machine that stops for a moment just then would look like it
            late=True,
        )
    # it leaves politely: with bytes unread, a close would be a reset, which is another requirement's affair
    if not stalled.over:
        stalled.half_close()
        stalled.receive_to_end()


def _two_answered(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> float:
    """Hold that two clients are answered, one after the other; seconds that it took."""
    began = time.monotonic()
    for _ in range(2):
        echo(dialect.connect(peers, server.address), dialect.word(draw))
    return time.monotonic() - began


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
