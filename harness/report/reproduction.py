"""A stand-alone script for a failure: one file of the standard library that does the recorded exchange again.

Owns which failures can be shown so and which cannot, and what of the record is done again. May not know how a script
is put together, nor where it is kept.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator, Sequence
from typing import Any

from harness.log.reader import Log
from harness.model import Event, Frozen, Happening, Result, Verdict
from harness.report.hidden import seen
from harness.report.joined import joined
from harness.report.results import deciding
from harness.report.text import file_name
from harness.verdict.absent import ABSENT

Step = tuple[Any, ...]

FOLDER = "repro"
"""Where the scripts lie, seen from the page."""

_NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*\Z")

_STREAMS = {"tcp-echo": False, "event-loop": False, "line-echo": True}
_DATAGRAMS = {"udp-time"}
_OF_PROCESS = {
    *("starts", "stops", "interrupts", "restarts", "idles", "frees", "logs-nothing-secret"),
    *("one-thread", "connection-burst", "serves-udp"),
}
_CROWDS = {
    "many-clients": 32,
    "hundred-clients": 100,
    "many-connections": 500,
    "thousand-connections": 1000,
    "beyond-select": 1200,
}
_PLACES = {"serves-ipv6": "::1", "listens-beyond-loopback": "127.0.0.2"}
_RULES = {
    "ctime-format": ("format",),
    "current-time": ("format", "time"),
    "time-passes": ("format", "later"),
    "no-amplification": ("size",),
    "same-address": ("address",),
}
# what is not the recorded exchange, but the same thing done in a simpler way
_MADE_UP = {*_CROWDS, *_PLACES, "burst"}
_MADE = {"process", "client"}
_NONE = {
    "fair": "The order in which a stopped program serves full buffers can only be arranged from inside the harness.",
}
_NOT_YET = (
    "What it takes to show it (certificates, keys, a network in which every host is ours) only the harness has: "
    "repeat it with the command above."
)
# the exchange went as it should, and what was wrong is what the program did afterwards
_SPENDING = "of one processor"
_NOT_SAID = "What was said shows nothing wrong: processor time was counted, which only the harness does."
_NO_PROGRAM = "There is no program to be run."
_PARTS_OF = {
    "stream": ("program", "stream", "serving", "main"),
    "datagram": ("program", "datagram", "serving", "main"),
    "process": ("program", "stream", "process", "serving", "main"),
    "client": ("program", "client", "main"),
}
_CLIENTS = {"echo-client", "time-client"}
_SPOKEN = {*_STREAMS, *_DATAGRAMS, *_CLIENTS}
# servers to which a plain connection says enough for some requirements
_OTHERS = {"tls-echo", "mtls-echo", "ipc-echo"}
_PLAIN_ENOUGH = {"starts", "stops", "idles"}
_ENDS = {Happening.END, Happening.RESET, Happening.TIMEOUT, Happening.RECEIVED}
_LEAVES = {Happening.RESET_SENT: "reset", Happening.CLOSED: "close", Happening.HALF_CLOSED: "half_close"}
_OURS = {Happening.SENT, Happening.CONNECTED, Happening.SIGNAL, *_LEAVES}
MUCH = 64 << 10
SHORT, LONG = 0.02, 3.0


class Script(Frozen, frozen=True, kw_only=True):
    """A script: the name of its file, and its text, in ASCII."""

    name: str
    text: str


def scripts_of(log: Log) -> list[Script]:
    """The scripts for all failures that a student is told of."""
    return [script for result in seen(log).results if (script := script_of(result))]


def script_of(result: Result) -> Script | None:
    """The script for a failure, or ``None``: where nothing failed, or nothing honest can be made (``why_none``)."""
    name = script_name(result)
    return Script(name=name, text=_text(result)) if name else None


def script_name(result: Result) -> str:
    """The name of its file; empty where there is none."""
    return f"{file_name_of(result.id)}.py" if _asked(result) and not why_none(result) else ""


def script_usage(result: Result) -> str:
    """Its arguments."""
    return "-- COMMAND" if _starts_it(result) else "HOST PORT"


def why_none(result: Result) -> str:
    """Why there is no script for a failure, in a sentence; empty where there is one, or nothing failed."""
    if not _asked(result):
        return ""
    name = _name(result)
    if name in _NONE:
        return _NONE[name]
    attempt = deciding(result)
    evidence = attempt.evidence if attempt else None
    if evidence and evidence.hint == ABSENT:
        return _NO_PROGRAM
    if evidence and _SPENDING in evidence.observed and name not in _OF_PROCESS:
        return _NOT_SAID
    recorded = attempt is not None and bool(attempt.events)
    made = _kind(result) in _MADE or name in _MADE_UP
    spoken = result.program in _SPOKEN or (result.program in _OTHERS and name in _PLAIN_ENOUGH)
    return "" if spoken and (recorded or made) else _NOT_YET


def file_name_of(identifier: str) -> str:
    """The identifier where it can be the name of a file, else a slug and a hash."""
    return identifier if _NAME.match(identifier) else file_name(identifier)


def _asked(result: Result) -> bool:
    return result.verdict is Verdict.FAIL


def _name(result: Result) -> str:
    return result.id.rpartition(".")[2]


def _kind(result: Result) -> str:
    """The part that does it."""
    if result.program in _CLIENTS:
        return "client"
    if _name(result) in _OF_PROCESS:
        return "process"
    return "datagram" if result.program in _DATAGRAMS else "stream"


def _starts_it(result: Result) -> bool:
    """Whether the script must start the program itself."""
    return _kind(result) in _MADE or _name(result) == "current-time"


def steps_of(result: Result) -> list[Step]:
    """The client side of the attempt that is told, as steps of ``scripts.stream`` or ``scripts.datagram``."""
    name, attempt = _name(result), deciding(result)
    datagrams = result.program in _DATAGRAMS
    if name in _CROWDS:
        return [("crowd", _CROWDS[name])]
    if name == "burst":
        return [("burst", 20, 10)]
    if name in _PLACES:
        return [("connect", 1, _PLACES[name]), ("send", 1, b"hello\n"), ("receive", 1)]
    events = _without_end(attempt.events if attempt else ())
    steps = list(_datagram_steps(events) if datagrams else _stream_steps(events))
    if name.startswith(("survives-", "rejects-", "refuses-")):
        # a requirement that provokes ends with a fresh client being served
        fresh = [("ask", 0, b""), ("receive", 0)] if datagrams else _FRESH
        steps += fresh
    return steps


_FRESH: list[Step] = [("leave",), ("pause", 0.3), ("connect", 0), ("send", 0, b"hello\n"), ("receive", 0)]


def _tries(steps: Sequence[Step]) -> tuple[int, ...]:
    """The patience of each try: more than one where it hangs on the machine what a program sees first."""
    talking = {step[1] for step in steps if step[0] == "send"}
    if any(step[0] == "connect" and len(step) > 3 for step in steps):
        # seconds go by until buffers are full and empty again
        return (1, 3) if len(talking) > 1 else (2,)
    alone = {"connect", "receive", "crowd", "ask", "burst"}
    racing = sum(step[0] not in alone for step in steps) > 1
    return (1, 1, 3) if racing else (1,)


def _without_end(events: Sequence[Event]) -> Sequence[Event]:
    """The exchange without the clients' leaving at its end, by which the harness cleared up."""
    last = len(events)
    while last and events[last - 1].kind in {Happening.RESET_SENT, Happening.CLOSED, Happening.EXITED}:
        last -= 1
    return events[:last]


def _stream_steps(events: Sequence[Event]) -> Iterator[Step]:
    present: dict[int, int] = {}
    much = {event.peer for event in events if event.kind is Happening.SENT and event.size >= MUCH}
    waited = 0
    for before, event in zip((None, *events), events, strict=False):
        number = event.peer
        if event.kind in _OURS:
            yield from _pause(before, event)
            waited = 0
        if number and number not in present and event.kind is not Happening.NOTE:
            # the first event of a client, be it that it was refused or that its beginning was left out
            present[number] = 0
            yield ("connect", number, "", number in much) if number in much else ("connect", number)
        if event.kind is Happening.SENT:
            missing = event.offset - present[number]
            if missing > 0:
                yield ("send", number, b"", missing)
            yield ("send", number, *_content(event))
            present[number] = event.offset + event.size
        elif event.kind in _LEAVES:
            yield (_LEAVES[event.kind], number)
        elif event.kind is Happening.SIGNAL:
            yield from _signal(event)
        elif event.kind in _ENDS and waited != number:
            waited = number
            yield ("receive", number)


def _datagram_steps(events: Sequence[Event]) -> Iterator[Step]:
    asked: set[int] = set()
    waiting: dict[int, None] = {}
    for before, event in zip((None, *events), events, strict=False):
        if event.kind in _OURS:
            yield from _pause(before, event)
        if event.kind is Happening.SENT:
            if event.peer in waiting:
                yield ("receive", event.peer)
            waiting[event.peer] = None
            asked.add(event.peer)
            yield ("ask", event.peer, *_content(event))
        elif event.kind is Happening.CLOSED and event.peer in asked:
            waiting.pop(event.peer, None)
            yield ("close", event.peer)
        elif event.kind is Happening.SIGNAL:
            yield from _signal(event)
        elif event.kind in (Happening.RECEIVED, Happening.TIMEOUT) and event.peer in waiting:
            waiting.pop(event.peer)
            yield ("receive", event.peer)
    yield from (("receive", number) for number in waiting)


def _content(event: Event) -> tuple[Any, ...]:
    if len(event.head) == event.size:
        return (event.head,)
    return (event.head, event.size, event.tail)


def _pause(before: Event | None, event: Event) -> Iterator[Step]:
    """The pause that stood before one of our own actions, unless it was spent waiting for an answer in vain."""
    if before is None or before.kind in {Happening.TIMEOUT, Happening.STARTED, Happening.LISTENING}:
        return
    gap = event.at - before.at
    if gap >= SHORT:
        yield ("pause", round(min(gap, LONG), 2))


def _signal(event: Event) -> Iterator[Step]:
    """Stopping and going on; what ends a program is no step."""
    if event.note in {"SIGSTOP", "SIGCONT"}:
        yield ("signal", int(signal.Signals[event.note]))


def _text(result: Result) -> str:
    name, kind = _name(result), _kind(result)
    attempt = deciding(result)
    evidence = attempt.evidence if attempt else None
    steps = [] if kind in _MADE else steps_of(result)
    record = {
        "requirement": f"{result.id}: {result.title}",
        "expected": evidence.expected if evidence else "",
        "observed": evidence.observed if evidence else "",
        "datagrams": result.program in {*_DATAGRAMS, "time-client"},
        "lines": _STREAMS.get(result.program, False),
        "rules": _RULES.get(name, ("count",)),
        "own": _starts_it(result),
        "scene": name if kind in _MADE else "",
        "steps": steps,
        "tries": _tries(steps),
    }
    return joined(_PARTS_OF[kind], record)
