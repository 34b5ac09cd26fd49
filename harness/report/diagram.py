"""The sequence diagram of an exchange: who did what, in order, placed for a picture.

Owns the geometry and which events are drawn. May not know markup: a template draws what stands here, and the table
beside it tells the same facts in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from harness.model import Event, Frozen, Happening
from harness.report.layout import shortened
from harness.report.rows import Course, course, said
from harness.report.text import counted

WIDTH = 720
"""Units of the picture's width; it is shown at its own size and scrolls where there is less room."""
MOST_ROWS = 30
MOST_PEERS = 4
"""Lanes at most; peers with higher numbers share the last one."""
_STEP, _TOP, _BOTTOM = 30, 56, 18
_FIRST_LANE, _LAST_LANE = 128, 640
_LETTERS = 52
_BAD = frozenset(
    {Happening.REFUSED, Happening.RESET, Happening.TIMEOUT, Happening.STALLED, Happening.NOT_TLS, Happening.ALERT}
)


class Lane(Frozen, frozen=True):
    """A vertical line: its place from the left, and whose it is."""

    x: int
    name: str


class Mark(Frozen, frozen=True, kw_only=True):
    """One event: an arrow from ``start`` to ``end``, or a point where both are the same, at height ``y``.

    ``anchor`` is the end of the label that stands at ``x``; ``bad`` marks what seldom is wanted.
    """

    y: int
    at: str = ""
    start: int
    end: int
    x: int
    anchor: Literal["start", "end"] = "start"
    label: str
    bad: bool = False


class Diagram(Frozen, frozen=True, kw_only=True):
    """A whole picture; ``summary`` says in a sentence what it shows."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    summary: str


def diagram_of(events: Sequence[Event]) -> Diagram:
    """The picture of ``events``; the middle of a long exchange is left out, and a mark says so."""
    peers = sorted({event.peer for event in events if event.peer})
    lanes = _lanes(peers)
    program = len(lanes) - 1
    marks = []
    for row, event in enumerate(_drawn(events)):
        y = _TOP + row * _STEP
        if isinstance(event, int):
            middle = lanes[program].x // 2
            label = f"{counted(event, 'event')} left out here"
            marks.append(Mark(y=y, start=middle, end=middle, x=middle + 10, label=label))
        else:
            own = min(peers.index(event.peer), program - 1) if event.peer else program
            marks.append(_mark(event, y, lanes[own].x, lanes[program].x))
    return Diagram(
        width=WIDTH,
        height=_TOP + len(marks) * _STEP + _BOTTOM,
        lanes=lanes,
        marks=tuple(marks),
        summary=_summary(len(events), len(peers)),
    )


def _lanes(peers: Sequence[int]) -> tuple[Lane, ...]:
    names = [f"peer {number}" for number in peers[:MOST_PEERS]]
    if len(peers) > MOST_PEERS:
        names[-1] = f"peers {peers[MOST_PEERS - 1]} to {peers[-1]}"
    gap = (_LAST_LANE - _FIRST_LANE) // max(1, len(names))
    return (
        *(Lane(_FIRST_LANE + number * gap, name) for number, name in enumerate(names)),
        Lane(_LAST_LANE, "program"),
    )


def _drawn(events: Sequence[Event]) -> list[Event | int]:
    """The events that have room, with the number of those between them that have none."""
    if len(events) <= MOST_ROWS:
        return list(events)
    first = MOST_ROWS // 2
    last = MOST_ROWS - first - 1
    return [*events[:first], len(events) - first - last, *events[-last:]]


def _mark(event: Event, y: int, peer: int, program: int) -> Mark:
    way = course(event)
    start = peer if way in (Course.TO_PROGRAM, Course.AT_PEER) else program
    end = program if way in (Course.TO_PROGRAM, Course.AT_PROGRAM) else peer
    size = f" {counted(event.size, 'byte')}" if event.size else ""
    anchor: Literal["start", "end"] = "end" if start == program else "start"
    return Mark(
        y=y,
        at=f"{event.at * 1000:,.1f}",
        start=start,
        end=end,
        x=start - 10 if anchor == "end" else start + 10,
        anchor=anchor,
        label=shortened(f"{said(event)}{size}", _LETTERS),
        bad=event.kind in _BAD,
    )


def _summary(events: int, peers: int) -> str:
    others = counted(peers, "connection or socket", "connections or sockets") if peers else "no connection"
    return f"{counted(events, 'event')} between {others} of the harness and the program, from top to bottom."
