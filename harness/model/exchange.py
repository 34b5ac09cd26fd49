"""What happened: the events of an exchange, the facts of a failure, one attempt.

May not know how they are observed or told.
"""

from __future__ import annotations

from enum import StrEnum

from harness.model.base import Frozen, Verdict


class Happening(StrEnum):
    """Kinds of events of an exchange. Ends of every sort are events like bytes, not exceptions."""

    CONNECTED = "connected"
    REFUSED = "refused"
    SENT = "sent"
    STALLED = "stalled"
    RECEIVED = "received"
    HALF_CLOSED = "half-closed"
    END = "end"
    RESET = "reset"
    RESET_SENT = "reset sent"
    CLOSED = "closed"
    TIMEOUT = "timeout"
    HANDSHAKE = "handshake"
    ALERT = "alert"
    ALERT_SENT = "alert sent"
    CLOSE_NOTIFY = "close_notify"
    CLOSE_NOTIFY_SENT = "close_notify sent"
    NOT_TLS = "not TLS"
    STARTED = "started"
    LISTENING = "listening"
    SIGNAL = "signal"
    EXITED = "exited"
    NOTE = "note"


class Event(Frozen, frozen=True, kw_only=True):
    """One event of an exchange.

    ``at`` counts from the beginning of the attempt. ``peer`` numbers the harness's sockets from 1;
    0 is the program itself. ``offset`` and ``size`` place the bytes in their direction's stream;
    ``head`` and ``tail`` are a window of them (all of them in ``head`` where they are few).
    """

    at: float
    peer: int
    kind: Happening
    offset: int = 0
    size: int = 0
    head: bytes = b""
    tail: bytes = b""
    note: str = ""


class Window(Frozen, frozen=True, kw_only=True):
    """The bytes around the first one that differs; ``start`` is the offset of both excerpts."""

    offset: int
    start: int
    expected: bytes
    actual: bytes


class Evidence(Frozen, frozen=True, kw_only=True):
    """A failure told in facts (docs/design.md, *How a failure is told*): sentences in the past tense, with numbers.

    ``late`` marks a failure that rests on a time limit alone: it stands only if the reference
    keeps the limit (docs/design.md, rule 4). ``hint`` names a likely cause, ``cause`` says it.
    """

    sent: str
    expected: str
    observed: str
    difference: str = ""
    window: Window | None = None
    late: bool = False
    hint: str = ""
    cause: str = ""
    example: str = ""


class Output(Frozen, frozen=True, kw_only=True):
    """What a program wrote, capped: the first and the last bytes, and how many there were."""

    head: bytes = b""
    tail: bytes = b""
    total: int = 0


class Attempt(Frozen, frozen=True, kw_only=True):
    """One run of a requirement in a fresh process. ``subject`` is whose program was run."""

    verdict: Verdict
    seconds: float
    subject: str = "submission"
    evidence: Evidence | None = None
    reason: str = ""
    events: tuple[Event, ...] = ()
    output: Output = Output()
    exit: str = ""
