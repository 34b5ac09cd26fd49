"""What an event loop owes beyond an echo: one thread, thousands of connections, datagrams too.

Owns the checks that ``event-loop`` alone has, but for fairness. All connections run in one selector loop on our side.
"""

from __future__ import annotations

import os
import time
from random import Random

import pytest

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.isolation.limits import allow_descriptors
from harness.isolation.processes import Census
from harness.launch.listeners import Listener, listeners
from harness.launch.readiness import owned
from harness.launch.server import Server
from harness.requirement import MAY, MUST, SHOULD, requirement
from suites.shared.crowds import answer_each, join
from suites.shared.dialects import StreamDialect
from suites.shared.echoing import echo

FIFTY = 50
WARM_UP = 20
SETTLE = 3.0
WITH_ONE = "with one client"
# a runtime's own pools grow with the processors: Python's default executor has four more than these, 32 at most
OWN_POOL = min((os.cpu_count() or 1) + 4, 31)

TOGETHER = 100
# descriptors that either side needs beside its connections
SPARE = 64


@requirement("one-thread", MUST, needs=("echoes",))
def one_thread(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Serve 50 clients with no more threads and processes than one.

    Why: each thread or process costs memory and switches; a loop needs none for its clients, and its handlers never
    run at the same time.

    Source: lecture, Event Driven I/O; Python documentation, selectors
    """
    # what a runtime starts when it is first used, its compilers among it, is there afterwards
    for _ in range(WARM_UP):
        visitor = dialect.connect(peers, server.address)
        echo(visitor, dialect.word(draw))
        visitor.close()
    first = join(1, server, peers, dialect, draw)
    server.quiet(1.0)
    before = server.census()
    clients = first + join(FIFTY - 1, server, peers, dialect, draw)
    answer_each(clients, peers, dialect, draw, f"A message from each of {FIFTY} connected clients at once")
    end = time.monotonic() + SETTLE
    while what := grown(before, now := server.census()):
        if time.monotonic() > end:
            raise Unmet(
                sent=f"A message from one client, then one from each of {FIFTY} that stayed connected.",
                expected=f"As many processes and threads with {FIFTY} clients as with one.",
                observed=f"{_count(before, what)} {what} {WITH_ONE}, {_count(now, what)} with {FIFTY}.",
            )
        server.quiet(0.5)


def grown(before: Census, now: Census) -> str:
    """What there is more of than a runtime's own pools explain; nothing where they do."""
    grown = (what for what in ("processes", "threads") if _count(now, what) - _count(before, what) > OWN_POOL)
    return next(grown, "")


def _count(census: Census, what: str) -> int:
    return len(census.processes) if what == "processes" else census.threads


@requirement("many-connections", MUST, needs=("echoes",))
def many_connections(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Echo on each of 500 connections held open together.

    Why: clients stay connected and say little; how many there may be decides what a server is good for.

    Source: lecture, Event Driven I/O
    """
    _held_together(500, server, peers, dialect, draw)


@requirement("thousand-connections", SHOULD, needs=("many-connections",))
def thousand_connections(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Echo on each of 1,000 connections held open together.

    Why: a thousand is few for a chat or a push service, and a limit that a busy hour reaches is met by somebody.

    Source: lecture, Event Driven I/O; select(2)
    """
    _held_together(1000, server, peers, dialect, draw)


@requirement("beyond-select", MAY, needs=("thousand-connections",))
def beyond_select(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Echo on each of 3,000 connections held open together.

    Why: the number of clients should be bounded by memory, not by a table; select() takes no descriptor above 1,023,
    while poll, epoll and the module selectors do.

    Source: select(2), FD_SETSIZE; Python documentation, selectors.DefaultSelector
    """
    _held_together(3000, server, peers, dialect, draw)


def _held_together(count: int, server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    allowed = allow_descriptors(count + SPARE)
    if allowed < count + SPARE:
        pytest.skip(f"This machine allows a process {allowed:,} open files, too few for {count:,} connections.")
    clients = join(count, server, peers, dialect, draw)
    # in another order than that of their descriptors
    draw.shuffle(clients)
    for start in range(0, count, TOGETHER):
        told = f"A message from each of {TOGETHER} clients at once, with {count:,} connected"
        answer_each(clients[start : start + TOGETHER], peers, dialect, draw, told)


@requirement("serves-udp", MAY, needs=("starts",))
def serves_udp(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Answer datagrams too, from the same loop.

    Why: a loop waits for any descriptor; another transport is one more handler, not one more thread.

    Source: lecture, Event Driven I/O (UDPTimeServer beside TCPServer in one event_loop)
    """
    # a program may bind its sockets one after the other
    server.quiet(2.0)
    sockets = _datagram_sockets(server)
    for each in sockets:
        peer = peers.datagram(each.reachable_at)
        peer.send(dialect.word(draw))
        if peer.receive():
            return
    ports = " and ".join(f"{each.port}" for each in sockets)
    raise Unmet(
        sent=f"A datagram to port {ports}." if sockets else "Nothing: your server has no UDP socket.",
        expected="A datagram in answer.",
        observed="No answer." if sockets else "Your server had bound no UDP port.",
        late=bool(sockets),
    )


def _datagram_sockets(server: Server) -> list[Listener]:
    """The program's UDP sockets, that of the port it listens on first."""
    found = owned(server.running.sandbox, [each for each in listeners() if each.transport == "udp"])
    return sorted(found, key=lambda each: each.port != server.listener.port)
