"""The selector loop that drives every socket of a check, and the bounds on its time and memory.

Owns the selector, the read buffer and the count of bytes held. May not know what a stream or a
datagram is: a member says what it waits for and is told when that is there.
"""

from __future__ import annotations

import selectors
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from harness.exchange.transcript import Transcript
from harness.exchange.words import plural
from harness.model import Happening
from harness.patience import Deadline, Delays

Address = tuple[str, int]  # a host with a colon is IPv6

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE

ROOM = 128 << 20  # a program that floods its clients must not fill the memory
BUFFER = 256 << 10
TURN = 4 << 20  # of one peer, before others have theirs and whoever waits looks whether it is enough
GLANCE = 0.1


class Member(Protocol):
    """A socket's owner, as the loop sees it."""

    def fileno(self) -> int:
        """The descriptor; stays the same until the member is dismissed."""

    def wanted(self) -> int:
        """``READ`` and ``WRITE``, or'ed; 0 for none."""

    def ready(self, events: int) -> None:
        """Do what can be done without waiting."""

    def close(self) -> None:
        """Leave politely."""

    def reset(self) -> None:
        """Leave by a reset, where there is such a thing."""


class Rounds:
    """One loop over any number of members; ``limit`` is how many seconds a wait lasts by default.

    ``hopeless`` may tell that nothing will come any more, though no socket says so: a wait then ends at once.
    ``delayed`` tells for how many seconds the program has waited for a processor: no limit counts them.
    ``glance`` is after how many seconds a condition that no socket decides is looked at again.
    Leaving the context closes what is still open, politely.
    """

    def __init__(
        self,
        transcript: Transcript,
        limit: float = 5.0,
        *,
        room: int = ROOM,
        hopeless: Callable[[], bool] = lambda: False,
        delayed: Callable[[], float] = lambda: 0.0,
        glance: float = GLANCE,
    ) -> None:
        self.transcript = transcript
        self.limit = limit
        self.buffer = memoryview(bytearray(BUFFER))
        self.room = room
        self._allowed = room
        self._hopeless = hopeless
        self._delays = Delays(delayed)
        self._glance = glance
        self._selector = selectors.DefaultSelector()
        self._wanted: dict[Member, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close_all()
        self._selector.close()

    def wait(self, condition: Callable[[], bool], limit: float | None = None) -> bool:
        """Drive all sockets until ``condition()`` holds or ``limit`` seconds have gone; whether it holds."""
        deadline = Deadline(self.limit if limit is None else limit, self._delays)
        while not condition():
            left = deadline.left()
            if left <= 0 or (not self._round(min(left, self._glance)) and self._hopeless()):
                return condition()
        return True

    def pump(self) -> bool:
        """Do what can be done now, without waiting; whether there was anything."""
        return self._round(0)

    def close_all(self) -> None:
        """Close every socket politely."""
        for member in list(self._wanted):
            member.close()

    def reset_all(self) -> None:
        """Close every socket by a reset, so that none is left in TIME_WAIT."""
        for member in list(self._wanted):
            member.reset()

    def _round(self, timeout: float) -> bool:
        """Wait for events once and have them dealt with; whether there were any."""
        there = self._selector.select(timeout)
        for key, events in there:
            member: Member = key.data
            member.ready(events)
            self.update(member)
        return bool(there)

    # for members

    @property
    def full(self) -> bool:
        """Whether the members hold as much as they may; nothing more is read then."""
        return self.room <= 0

    def hold(self, size: int) -> None:
        """A member keeps ``size`` more bytes."""
        self.room -= size
        if self.full:
            held = plural(self._allowed, "byte")
            self.transcript.add(Happening.NOTE, 0, note=f"{held} were received; the rest was not read")

    def admit(self, member: Member) -> None:
        """Take a member into the loop."""
        self._wanted[member] = 0
        self.update(member)

    def update(self, member: Member) -> None:
        """Learn what a member waits for now; to be called whenever that may have changed."""
        before = self._wanted.get(member)
        wanted = member.wanted()
        if before is None or before == wanted:
            return
        if not before:
            self._selector.register(member.fileno(), wanted, member)
        elif not wanted:
            self._selector.unregister(member.fileno())
        else:
            self._selector.modify(member.fileno(), wanted, member)
        self._wanted[member] = wanted

    def dismiss(self, member: Member, size: int) -> None:
        """Let a member go, before its descriptor is closed; it held ``size`` bytes."""
        if self._wanted.pop(member, 0):
            self._selector.unregister(member.fileno())
        was_full = self.full
        self.room += size
        if was_full:
            for other in self._wanted:
                self.update(other)
