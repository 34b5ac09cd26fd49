"""Rows of the page's tables: an exchange, the bytes around a difference, the attempts that are shown.

Owns how events and bytes read as a table. May not know markup: everything here is text and numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from harness.model import Attempt, Event, Frozen, Happening, Result, Window
from harness.report.layout import shortened
from harness.report.results import deciding
from harness.report.text import counted, hexdump, printable

EVENTS_SHOWN = 40
"""Events at either end of a long exchange; the log has them all."""
WINDOW_ROWS = 16
"""Rows of a window at most."""
ROW = 16
_LINE = 78

_FROM_PEER = {Happening.SENT, Happening.HALF_CLOSED, Happening.RESET_SENT, Happening.CLOSED, Happening.SIGNAL}
_FROM_PEER |= {Happening.ALERT_SENT, Happening.CLOSE_NOTIFY_SENT}
_TO_PEER = {Happening.RECEIVED, Happening.END, Happening.RESET, Happening.REFUSED}
_TO_PEER |= {Happening.ALERT, Happening.CLOSE_NOTIFY, Happening.NOT_TLS}
_OF_PROGRAM = {Happening.STARTED, Happening.LISTENING, Happening.EXITED}
_WORDS = {
    Happening.HALF_CLOSED: "ended its sending side",
    Happening.END: "end of stream",
    Happening.RESET: "reset received",
    Happening.TIMEOUT: "timed out",
    Happening.HANDSHAKE: "TLS handshake completed",
    Happening.ALERT: "TLS alert",
    Happening.ALERT_SENT: "TLS alert",
    Happening.CLOSE_NOTIFY_SENT: "close_notify",
    Happening.NOT_TLS: "what came was no TLS",
}


class Course(StrEnum):
    """Whose an event is, or which way it went."""

    TO_PROGRAM = "to the program"
    TO_PEER = "to the peer"
    AT_PROGRAM = "at the program"
    AT_PEER = "at the peer"


class EventRow(Frozen, frozen=True, kw_only=True):
    """One event: ``at`` in milliseconds, places empty where there are no bytes; ``left_out`` counts a gap."""

    at: str = ""
    who: str = ""
    what: str = ""
    offset: str = ""
    size: str = ""
    content: str = ""
    left_out: int = 0


class Cell(Frozen, frozen=True):
    """Two hexadecimal digits, or dashes where nothing came; ``first`` is the first that differs."""

    digits: str
    first: bool


class WindowRow(Frozen, frozen=True, kw_only=True):
    """Sixteen offsets: what was expected there and what was received."""

    offset: int
    expected: tuple[Cell, ...]
    expected_text: str
    received: tuple[Cell, ...]
    received_text: str


def event_rows(events: Sequence[Event]) -> list[EventRow]:
    """The exchange as rows; the middle of a long one is left out, and a row says so."""
    if len(events) <= 2 * EVENTS_SHOWN:
        return [_event(each) for each in events]
    gap = EventRow(left_out=len(events) - 2 * EVENTS_SHOWN)
    return [*map(_event, events[:EVENTS_SHOWN]), gap, *map(_event, events[-EVENTS_SHOWN:])]


def exchange_lines(events: Sequence[Event], most: int) -> list[str]:
    """The exchange as lines of text, ``most`` of them and one that counts the rest; times and places left out."""
    lines = [_line(event) for event in events[:most]]
    rest = len(events) - most
    return [*lines, f"{counted(rest, 'event')} more"] if rest > 0 else lines


def _line(event: Event) -> str:
    row = _event(event)
    size = f", {counted(event.size, 'byte')}" if event.size else ""
    content = f": {row.content}" if row.content else ""
    return shortened(f"{row.who:<18}  {row.what}{size}{content}", _LINE)


def course(event: Event) -> Course:
    """Which way an event went; what has no direction belongs to whoever noticed it."""
    if event.kind in _FROM_PEER:
        return Course.TO_PROGRAM
    if event.kind in _TO_PEER:
        return Course.TO_PEER
    return Course.AT_PROGRAM if event.kind in _OF_PROGRAM or not event.peer else Course.AT_PEER


def said(event: Event) -> str:
    """What happened, in words."""
    word = _WORDS.get(event.kind, event.kind.value)
    return f"{word}: {event.note}" if event.note else word


def _event(event: Event) -> EventRow:
    return EventRow(
        at=f"{event.at * 1000:,.1f}",
        who=_who(event),
        what=said(event),
        offset=f"{event.offset:,}" if event.size else "",
        size=f"{event.size:,}" if event.size else "",
        content=_content(event),
    )


def _who(event: Event) -> str:
    peer = f"peer {event.peer}" if event.peer else "harness"
    if event.kind in _OF_PROGRAM:
        return "program"
    arrows = {Course.TO_PROGRAM: f"{peer} → program", Course.TO_PEER: f"program → {peer}"}
    return arrows.get(course(event), peer)


def _content(event: Event) -> str:
    missing = event.size - len(event.head) - len(event.tail)
    gap = f" … {counted(missing, 'byte')} … " if missing > 0 and (event.head or event.tail) else ""
    return printable(event.head) + gap + printable(event.tail)


def window_rows(window: Window) -> list[WindowRow]:
    """Both excerpts in rows of sixteen, from the row before the first difference on."""
    length = max(len(window.expected), len(window.actual), 1)
    first = max(0, min(window.offset - window.start, length)) // ROW * ROW
    begin = max(0, first - ROW * (WINDOW_ROWS // 2))
    end = min(max(length, first + 1), begin + ROW * WINDOW_ROWS)
    return [_window_row(window, skip) for skip in range(begin, end, ROW)]


def _window_row(window: Window, skip: int) -> WindowRow:
    expected, received = window.expected[skip : skip + ROW], window.actual[skip : skip + ROW]
    at = window.offset - window.start - skip
    return WindowRow(
        offset=window.start + skip,
        expected=_cells(expected, at),
        expected_text="".join(row.text for row in hexdump(expected)),
        received=_cells(received, at),
        received_text="".join(row.text for row in hexdump(received)),
    )


def _cells(data: bytes, first: int) -> tuple[Cell, ...]:
    cells = [Cell(f"{byte:02x}", place == first) for place, byte in enumerate(data)]
    if first == len(data) < ROW:
        cells.append(Cell("--", True))
    return tuple(cells)


def told_apart(result: Result) -> bool:
    """Whether each attempt is told by itself: where they differ, or a control was run beside them."""
    return result.flaky or len({(each.subject, each.verdict) for each in result.attempts}) > 1


def exchanges(result: Result) -> list[tuple[int, Attempt]]:
    """The attempts whose exchange is shown, numbered from 1: all that are told apart, else the one that is told."""
    numbered = [(number, each) for number, each in enumerate(result.attempts, start=1) if each.events]
    if told_apart(result):
        return numbered
    told = deciding(result)
    return [pair for pair in numbered if pair[1] is told][-1:]
