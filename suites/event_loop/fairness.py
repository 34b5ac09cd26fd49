"""Whether a loop gives every client its turn: told by order, not by time.

Owns the flood, and the proof by it. A loop that goes round, in any order and by any system call, cannot fail: a
quiet client waits there for one turn of each other at most, and here for three of the same one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from random import Random

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.launch.server import Server
from harness.requirement import MUST, requirement
from suites.event_loop.requirements import grown
from suites.shared.crowds import join
from suites.shared.dialects import StreamDialect, await_or_quiet

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
        patient = bool(grown(alone, server.census()))
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
