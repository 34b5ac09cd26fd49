"""The record of one exchange: every event in order, with times, offsets and a window of its bytes.

Owns merging and bounding, so that megabytes and floods stay a few hundred small events. May not
know what a socket is; whoever owns one tells the transcript what happened.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from harness.model import Event, Happening

Data = bytes | bytearray | memoryview

EDGE = 64  # bytes kept at either side of an event; all of them up to twice as many
KEPT_FIRST = 200
KEPT_LAST = 200

_STREAMED = frozenset({Happening.SENT, Happening.RECEIVED})


class Transcript:
    """Collects the events of one attempt.

    Times are seconds on ``clock`` since construction. Neighbouring events that carry on the same
    stream become one. The first and the last 200 are kept, with a note between them.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._first: list[_Entry] = []
        self._last: deque[_Entry] = deque()
        self._left_out = 0
        self._left_out_at = 0.0
        self._peers = 0

    def next_peer(self) -> int:
        """The next peer's number, from 1; 0 is the program."""
        self._peers += 1
        return self._peers

    def elapsed(self) -> float:
        """Seconds since the attempt began."""
        return self._clock() - self._began

    def add(self, kind: Happening, peer: int, data: Data = b"", *, offset: int = 0, note: str = "") -> None:
        """Record that ``kind`` happened now; ``offset`` is the place of ``data`` in its direction's stream."""
        latest = self._last[-1] if self._last else self._first[-1] if self._first else None
        if latest is not None and kind in _STREAMED and not note and latest.carries_on(kind, peer, offset):
            latest.grow(data)
            return
        entry = _Entry(self.elapsed(), peer, kind, offset, note)
        entry.grow(data)
        if len(self._first) < KEPT_FIRST:
            self._first.append(entry)
            return
        self._last.append(entry)
        if len(self._last) > KEPT_LAST:
            dropped = self._last.popleft()
            self._left_out_at = self._left_out_at if self._left_out else dropped.at
            self._left_out += 1

    def events(self) -> tuple[Event, ...]:
        """What happened, oldest first."""
        events = [entry.event() for entry in self._first]
        if self._left_out:
            words = f"{self._left_out:,} event{'s' * (self._left_out > 1)} left out"
            events.append(Event(at=self._left_out_at, peer=0, kind=Happening.NOTE, note=words))
        return (*events, *(entry.event() for entry in self._last))


class _Entry:
    """An event that may still grow."""

    __slots__ = ("_end", "_start", "at", "kind", "note", "offset", "peer", "size")

    def __init__(self, at: float, peer: int, kind: Happening, offset: int, note: str) -> None:
        self.at, self.peer, self.kind, self.offset, self.note = at, peer, kind, offset, note
        self.size = 0
        self._start = b""
        self._end = b""

    def carries_on(self, kind: Happening, peer: int, offset: int) -> bool:
        alike = self.kind == kind and self.peer == peer and not self.note
        return alike and self.offset + self.size == offset

    def grow(self, data: Data) -> None:
        self.size += len(data)
        if len(self._start) < 2 * EDGE:
            self._start += bytes(data[: 2 * EDGE - len(self._start)])
        self._end = (self._end + bytes(data[-EDGE:]))[-EDGE:]

    def event(self) -> Event:
        whole = self.size <= 2 * EDGE
        return Event(
            at=self.at,
            peer=self.peer,
            kind=self.kind,
            offset=self.offset,
            size=self.size,
            head=self._start if whole else self._start[:EDGE],
            tail=b"" if whole else self._end,
            note=self.note,
        )
