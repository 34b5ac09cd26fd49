"""The values that flow from a submission to a report, all frozen and all of plain data.

Owns their shapes and their encoding (msgspec: JSON for the log and the results, unknown fields
forbidden). May not know how any of them comes about: no sockets, no processes, no paths opened.
Times are seconds, sizes are bytes unless a name says otherwise.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Frozen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every value: immutable, compared by content, strict when decoded."""


class Level(StrEnum):
    """How binding a requirement is (RFC 2119)."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"

    @property
    def points(self) -> int:
        """Points a requirement of this level earns unless an assignment says otherwise."""
        return {"MUST": 4, "SHOULD": 1, "MAY": 0}[self.value]


class Verdict(StrEnum):
    """What is known of one requirement after it was tried (SPEC.md, *How to read it*)."""

    PASS = "pass"
    FAIL = "fail"
    BLOCKED = "blocked"
    SKIPPED = "skipped"
    ERROR = "error"


class Tier(StrEnum):
    """How far a submission is kept from the machine, strongest first (DESIGN.md)."""

    FULL = "full"
    PROCESS = "process"


# --- what was handed in -------------------------------------------------------------------------


class File(Frozen, frozen=True, kw_only=True):
    """A regular file of a submission; ``path`` is relative, in the file system's own bytes."""

    path: bytes
    content: bytes
    executable: bool = False


class Link(Frozen, frozen=True, kw_only=True):
    """A symbolic link of a submission that stays inside it."""

    path: bytes
    target: bytes


class Tree(Frozen, frozen=True, kw_only=True):
    """A submission, read once: what is graded is this, whatever later happens on disk."""

    files: tuple[File, ...]
    links: tuple[Link, ...] = ()
    folders: tuple[bytes, ...] = ()


class SyntaxFault(Frozen, frozen=True, kw_only=True):
    """Why a Python source does not parse, in the interpreter's words. Lines count from 1."""

    path: str
    line: int
    column: int
    text: str
    message: str


class Role(StrEnum):
    """What a file in PEM holds: a side's certificate with its CA, its private key, or both; or the CA alone."""

    SERVER_CERTIFICATE = "server certificate"
    SERVER_KEY = "server key"
    SERVER_PAIR = "server pair"
    CLIENT_CERTIFICATE = "client certificate"
    CLIENT_KEY = "client key"
    CLIENT_PAIR = "client pair"
    AUTHORITY = "authority"


class PemFile(Frozen, frozen=True, kw_only=True):
    """A file that a program takes for a certificate or a key; ``path`` is relative, as that of a ``File``."""

    path: bytes
    role: Role


class Program(Frozen, frozen=True, kw_only=True):
    """One program of a submission and how it is run.

    ``command`` and ``build`` are argument lists; ``{python}``, ``{port}`` and the other
    placeholders of SPEC.md are still in them. ``path`` is the main file as it is shown.
    ``ports`` are the port numbers that stand in the source, ``hosts`` the host names in its URLs,
    ``credentials`` the files that get certificates and keys of ours beside those that every program gets. One that
    does not take arguments is judged on what it hard-codes.
    """

    name: str
    path: str
    command: tuple[str, ...]
    build: tuple[str, ...] = ()
    env: dict[str, str] = {}
    port: int | None = None
    authkey: str | None = None
    ports: tuple[int, ...] = ()
    hosts: tuple[str, ...] = ()
    credentials: tuple[PemFile, ...] = ()
    takes_arguments: bool = True
    fault: SyntaxFault | None = None
    recognised_by: str = ""


class Submission(Frozen, frozen=True, kw_only=True):
    """A submission and the programs it was found to hold."""

    name: str
    origin: str
    digest: str
    tree: Tree
    programs: tuple[Program, ...]


class Plan(Frozen, frozen=True, kw_only=True):
    """All that one grading needs to know; handed whole to the process that carries it out."""

    submission: Submission
    seed: int
    only: tuple[str, ...] = ()
    levels: tuple[Level, ...] = (Level.MUST, Level.SHOULD, Level.MAY)
    python: str | None = None
    require_isolation: Tier | None = None
    tier: Tier | None = None
    scratch: str | None = None


# --- what happened ------------------------------------------------------------------------------


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
    """A failure told in facts (REPORTS.md): sentences in the past tense, with numbers.

    ``late`` marks a failure that rests on a time limit alone: it stands only if the reference
    keeps the limit (SPEC.md, rule 4). ``hint`` names a likely cause, ``cause`` says it.
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


# --- what is written down -----------------------------------------------------------------------


class Header(Frozen, frozen=True, kw_only=True, tag="header"):
    """First line of a log: what was graded, by what, how."""

    schema: str
    submission: str
    origin: str
    path: str
    digest: str
    suites: str
    wireproof: str
    python: str
    platform: str
    isolation: Tier
    isolation_notes: tuple[str, ...]
    seed: int
    only: tuple[str, ...]
    started: str


class ProgramEntry(Frozen, frozen=True, kw_only=True, tag="program"):
    """A program that was found; ``note`` says so where no suite exists for it yet.

    ``replaced`` are certificates and keys that it brought and that are ours in its working copy, as they are shown.
    """

    program: str
    path: str
    recognised_by: str
    replaced: tuple[str, ...] = ()
    note: str = ""


class Result(Frozen, frozen=True, kw_only=True, tag="result"):
    """The verdict on one requirement and all that led to it."""

    id: str
    program: str
    level: Level
    verdict: Verdict
    title: str
    why: str
    source: str
    seconds: float
    needs: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    flaky: bool = False
    blocked_by: str | None = None
    reason: str = ""


class Trouble(Frozen, frozen=True, kw_only=True, tag="trouble"):
    """The harness or the machine failed outside any requirement."""

    what: str
    cure: str = ""


class Footer(Frozen, frozen=True, kw_only=True, tag="footer"):
    """Last line of a complete log; a log without it was cut short."""

    seconds: float
    results: int
    interrupted: bool = False


Entry = Header | ProgramEntry | Result | Trouble | Footer
