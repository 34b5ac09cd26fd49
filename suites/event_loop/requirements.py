"""What an event loop owes beyond an echo: one thread, thousands of connections, a turn for each, datagrams too.

Owns the checks that ``event-loop`` alone has. All connections run in one selector loop on our side.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable
from random import Random

import pytest

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.exchange.words import plural
from harness.isolation.limits import allow_descriptors
from harness.isolation.processes import Census
from harness.launch.listeners import Listener, listeners
from harness.launch.readiness import owned
from harness.launch.server import Server
from harness.requirement import MAY, MUST, SHOULD, requirement
from suites.shared.crowds import answer_each, join
from suites.shared.dialects import StreamDialect
from suites.shared.echoing import echo, hold

FIFTY = 50
WARM_UP = 20
SETTLE = 3.0
# a runtime's own pools have about as many threads as there are processors: Python's default executor has four more
OWN_POOL = min((os.cpu_count() or 1) + 4, FIFTY - 10)

TOGETHER = 100
# descriptors that either side needs beside its connections
SPARE = 64

FLOODERS = 8
TURN = 1 << 20
# before a quiet client's turn each flooder may have its own; as many more are too many
MOST_TURNS = 2 * FLOODERS
NOT_ITS_TURN = "had not been answered"


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
    while what := _grown(before, now := server.census()):
        if time.monotonic() > end:
            raise Unmet(
                sent=f"A message from one client, then one from each of {FIFTY} that stayed connected.",
                expected=f"As many processes and threads with {FIFTY} clients as with one.",
                observed=f"{_count(before, what)} {what} with one client, {_count(now, what)} with {FIFTY}.",
            )
        server.quiet(0.5)


def _grown(before: Census, now: Census) -> str:
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

    Why: select() takes no descriptor above 1,023; poll, epoll and the module selectors do.

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


@requirement("fair", MUST, needs=("many-connections",))
def fair(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Serve a quiet client in its turn, whatever others send.

    Why: a loop that goes on with the first socket that is ready leaves the others waiting for as long as that one
    sends.

    Source: lecture, Event Driven I/O; epoll(7), "Starvation"
    """
    # the first and the last: whichever end a loop begins at, one of them comes after the flooders
    early, *flooders, late = join(FLOODERS + 2, server, peers, dialect, draw)
    flood = _Flood(flooders, dialect.block(draw, TURN), peers)
    quiet = {each: len(each.received) for each in (early, late)}

    def served() -> bool:
        return all(len(each.received) > before for each, before in quiet.items())

    server.freeze()
    early.send(dialect.word(draw, 1))
    flood.begin()
    late.send(dialect.word(draw, 1))
    server.thaw()
    while not served() and flood.turns < MOST_TURNS and flood.await_turn(served):
        flood.go_on()
    # what it had sent before the last turn has arrived by now, whichever of our sockets was read first
    peers.pump()
    for each, before in quiet.items():
        if len(each.received) == before:
            raise _starved(each, flood)
    flood.end()


def _starved(quiet: StreamPeer, flood: _Flood) -> Unmet:
    nothing_came = flood.turns < MOST_TURNS
    return Unmet(
        sent=f"While your server was stopped (SIGSTOP): {plural(TURN, 'byte')} from each of {FLOODERS} clients and one "
        "byte from each of two others. Then it went on, and the first sent more whenever theirs had come back.",
        expected=f"Both single bytes come back before {plural(MOST_TURNS * TURN, 'byte')} of the others have.",
        observed=f"{plural(flood.turns * TURN, 'byte')} had come back, and the single byte of client {quiet.number} "
        f"{NOT_ITS_TURN}{'; then nothing more came' if nothing_came else ''}.",
        late=nothing_came,
    )


class _Flood:
    """Clients that send a turn's bytes again and again, each when its last have come back.

    One always rests until another has had its turn: a loop that empties a socket before it looks at the next
    (epoll, edge-triggered) comes to its end, however fast or slow this side is. One that returns to the first
    socket that is ready finds the first clients ready again before it has come to the last.
    """

    def __init__(self, flooders: list[StreamPeer], bytes_of_a_turn: bytes, peers: Peers) -> None:
        self.turns = 0
        self._bytes = bytes_of_a_turn
        self._peers = peers
        self._waiting = flooders
        self._resting: deque[StreamPeer] = deque()

    def begin(self) -> None:
        for each in self._waiting:
            each.send(self._bytes)

    def await_turn(self, served: Callable[[], bool]) -> bool:
        """Wait until one has all its bytes back; False where nothing came for as long as an exchange may take."""
        return self._peers.wait(lambda: served() or any(map(self._has_had_its_turn, self._waiting)))

    def go_on(self) -> None:
        """Have those that had their turn speak again, but for the last of them."""
        for each in [each for each in self._waiting if self._has_had_its_turn(each)]:
            hold(each, self._bytes, each.receive(TURN, 0.0), sent=f"{plural(TURN, 'byte')}, again and again.")
            self.turns += 1
            self._waiting.remove(each)
            self._resting.append(each)
        while len(self._resting) > 1:
            each = self._resting.popleft()
            self._waiting.append(each)
            each.send(self._bytes)

    def _has_had_its_turn(self, flooder: StreamPeer) -> bool:
        return len(flooder.received) - flooder.taken >= TURN or flooder.over

    def end(self) -> None:
        """Take all that is due: to leave before would be a reset, which is another requirement's affair."""
        self._peers.wait(lambda: all(map(self._has_had_its_turn, self._waiting)), 4 * self._peers.limit)


@requirement("serves-udp", MAY, needs=("starts",))
def serves_udp(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Answer datagrams too, from the same loop.

    Why: a loop waits for any descriptor; another transport is one more handler, not one more thread.

    Source: lecture, Event Driven I/O (UDPTimeServer beside TCPServer in one event_loop)
    """
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


ALL = (one_thread, many_connections, thousand_connections, beyond_select, fair, serves_udp)
