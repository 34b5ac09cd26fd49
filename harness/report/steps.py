"""A recorded exchange as steps that a script does again: what our side did, and where it waited for an answer.

Owns what of the events is done again, and how often a script tries it. May not know of programs and requirements.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from typing import Any

from harness.model import Event, Happening

Step = tuple[Any, ...]

_ENDS = {Happening.END, Happening.RESET, Happening.TIMEOUT, Happening.RECEIVED}
_LEAVES = {Happening.RESET_SENT: "reset", Happening.CLOSED: "close", Happening.HALF_CLOSED: "half_close"}
_OURS = {Happening.SENT, Happening.CONNECTED, Happening.SIGNAL, *_LEAVES}
MUCH = 64 << 10
SHORT, LONG = 0.02, 3.0


def tries_of(steps: Sequence[Step]) -> tuple[int, ...]:
    """The patience of each try: more than one where it hangs on the machine what a program sees first."""
    together = _together(steps)
    if any(step[0] == "connect" and len(step) > 3 for step in steps):
        # seconds go by until buffers are full and empty again
        return (1, 3) if together else (2,)
    alone = {"connect", "receive", "crowd", "ask", "burst"}
    racing = sum(step[0] not in alone for step in steps) > 1
    return (1, 1, 3) if together and racing else (1, 3) if racing else (1,)


def _together(steps: Sequence[Step]) -> bool:
    """Whether a client speaks while another one is there."""
    present: set[int] = set()
    for name, *facts in steps:
        if name == "leave":
            present.clear()
        elif name in {"close", "reset"}:
            present.discard(facts[0])
        elif name == "connect":
            present.add(facts[0])
        elif name == "send" and len(present) > 1:
            return True
    return False


def tries_of_scene(name: str) -> tuple[int, ...]:
    """The same for what is no recorded exchange: a server is given longer to be seen to have died."""
    return (1, 4) if name.startswith(("survives-", "stalled-")) and name != "survives-truncated-body" else (1,)


def without_end(events: Sequence[Event]) -> Sequence[Event]:
    """The exchange without the clients' leaving at its end, by which the harness cleared up."""
    last = len(events)
    while last and events[last - 1].kind in {Happening.RESET_SENT, Happening.CLOSED, Happening.EXITED}:
        last -= 1
    return events[:last]


def stream_steps(events: Sequence[Event]) -> Iterator[Step]:
    """What clients of a stream did, as steps of ``scripts.stream``."""
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


def datagram_steps(events: Sequence[Event]) -> Iterator[Step]:
    """What clients of datagrams did, as steps of ``scripts.datagram``."""
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
