"""What an event loop owes beyond an echo: one thread, thousands of connections, a turn for each, datagrams too.

Owns the checks that ``event-loop`` alone has. All connections run in one selector loop on our side.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from random import Random

import pytest

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.isolation.limits import allow_descriptors
from harness.isolation.processes import Census
from harness.launch.listeners import Listener, listeners
from harness.launch.readiness import owned
from harness.launch.server import Server
from harness.requirement import MAY, MUST, SHOULD, requirement
from suites.shared.crowds import answer_each, join
from suites.shared.dialects import StreamDialect, await_or_quiet
from suites.shared.echoing import echo

FIFTY = 50
WARM_UP = 20
SETTLE = 3.0
# a runtime's own pools grow with the processors: Python's default executor has four more than these, 32 at most
WITH_ONE = "with one client"
OWN_POOL = min((os.cpu_count() or 1) + 4, 31)

TOGETHER = 100
# descriptors that either side needs beside its connections
SPARE = 64

ROUNDS = 10
FLOODERS = 32
EAGER = 2
TURN = 256 << 10
# a long turn fits into the kernel's buffers on its way back: the server need not wait until it is read
LONG_TURN = 512 << 10
RECEIVE_BUFFER = 1 << 20
# a turn's last segment may wait for our acknowledgement of the one before (Nagle's algorithm, RFC 896)
TAIL = 64 << 10
MOST_TURNS = 4
LAST_BYTES = 20.0
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
                observed=f"{_count(before, what)} {what} {WITH_ONE}, {_count(now, what)} with {FIFTY}.",
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
    alone = server.census()
    block = dialect.block(draw, LONG_TURN)
    # again, since one may be lucky: if we were kept from the processor, all others have fallen silent meanwhile
    for _ in range(ROUNDS):
        # the first and the last are quiet: whichever end a loop begins at, one of them comes after the others
        early = join(1, server, peers, dialect, draw)
        flooders = join(FLOODERS, server, peers, dialect, draw, receive_buffer=RECEIVE_BUFFER)
        late = join(1, server, peers, dialect, draw)
        # threads and processes have their turns from the system; where each client has one, no loop is asked
        patient = bool(_grown(alone, server.census()))
        _hold_in_turn(
            (*early, *late), _Flood(flooders, block, peers), server, peers, dialect.word(draw, 1), patient=patient
        )
        for each in (*early, *flooders, *late):
            each.close()


def _hold_in_turn(
    quiet: Sequence[StreamPeer], flood: _Flood, server: Server, peers: Peers, byte: bytes, *, patient: bool
) -> None:
    before = {each: len(each.received) for each in quiet}

    def served() -> bool:
        return all(len(each.received) > before[each] for each in quiet)

    server.freeze()
    quiet[0].send(byte)
    flood.begin()
    quiet[1].send(byte)
    server.thaw()
    if patient:
        peers.wait(served)
    while not served() and flood.most_turns < MOST_TURNS and flood.await_turn(served):
        flood.go_on()
    # what it had sent before has arrived by now, whichever of our sockets was read first
    peers.pump()
    if not served():
        raise _starved(flood)
    # to leave before all has come would be a reset, which is another requirement's affair
    flood.end(server)


def _starved(flood: _Flood) -> Unmet:
    stalled = flood.most_turns < MOST_TURNS
    return Unmet(
        sent=f"While your server was stopped (SIGSTOP): {TURN:,} bytes or more from each of {FLOODERS} clients and one "
        "byte from each of two others. Then it went on, and some of the many sent more when theirs had come back.",
        expected=f"Both single bytes come back before one of the many has {MOST_TURNS * TURN:,} bytes back.",
        observed=f"One of the many had {flood.most_turns * TURN:,} bytes back, and a single byte {NOT_ITS_TURN}."
        f"{' Then nothing more came.' if stalled else ''}",
        late=stalled,
    )


class _Flood:
    """Clients that fill the server's hands. The first and the last ones send again when their bytes have come back.

    One always rests until another has had its turn: a loop that empties a socket before it looks at the next
    (epoll, edge-triggered) comes to its end, however fast or slow this side is. One that returns to the first
    socket that is ready finds it ready again before it has come to the last. What the others get back is left in
    the kernel's buffers meanwhile, so that this side has little to do.
    """

    def __init__(self, flooders: list[StreamPeer], block: bytes, peers: Peers) -> None:
        self._block = block
        self._peers = peers
        self._flooders = flooders
        self._busy = flooders[:EAGER] + flooders[-EAGER:]
        self._resting: deque[StreamPeer] = deque()
        self._due = {each: len(each.received) for each in flooders}
        self._turns = dict.fromkeys(self._busy, 0)

    @property
    def most_turns(self) -> int:
        """How many turns the one that had most has had."""
        return max(self._turns.values())

    def begin(self) -> None:
        for each in self._flooders:
            if each in self._turns:
                self._send(each, TURN)
            else:
                each.pause()
                self._send(each, LONG_TURN)

    def _send(self, flooder: StreamPeer, size: int) -> None:
        flooder.send(self._block[:size])
        self._due[flooder] += size

    def await_turn(self, served: Callable[[], bool]) -> bool:
        """Wait until one has had its turn; False where none had for as long as an exchange may take."""
        return self._peers.wait(lambda: served() or any(map(self._had_its_turn, self._busy)))

    def go_on(self) -> None:
        """Have those that had their turn send again, but for the last of them."""
        for each in [each for each in self._busy if self._had_its_turn(each)]:
            self._busy.remove(each)
            if not each.over:
                self._turns[each] += 1
                self._resting.append(each)
        while len(self._resting) > 1:
            each = self._resting.popleft()
            self._busy.append(each)
            self._send(each, TURN)

    def _had_its_turn(self, flooder: StreamPeer) -> bool:
        return len(flooder.received) >= self._due[flooder] - TAIL or flooder.over

    def end(self, server: Server) -> None:
        """Take all that is due; whether all of it comes is judged elsewhere."""
        for each in self._flooders:
            each.resume()
        due = self._due
        await_or_quiet(
            server, self._peers, lambda: all(len(each.received) >= due[each] or each.over for each in due), LAST_BYTES
        )


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


ALL = (one_thread, many_connections, thousand_connections, beyond_select, fair, serves_udp)
