"""What is written down: the entries of a log, in the order in which they come.

May not know where a log lies or how it reads.
"""

from __future__ import annotations

from harness.model.base import Frozen, Level, Tier, Verdict
from harness.model.exchange import Attempt
from harness.model.plan import Assignment
from harness.model.submission import Program


class Header(Frozen, frozen=True, kw_only=True, tag="header"):
    """First line of a log: what was graded, by what, how, and what the assignment asked for.

    ``planned`` are the identifiers that are to have a result, in the order in which they are told: results are
    written down as they come.
    """

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
    planned: tuple[str, ...] = ()
    assignment: Assignment = Assignment()


class ProgramEntry(Frozen, frozen=True, kw_only=True, tag="program"):
    """A program that was found, or is missing; ``note`` says why.

    ``replaced`` are certificates and keys that it brought and that are ours in its working copy, as they are shown.
    ``found`` is how it is run; a program that is missing has none.
    """

    program: str
    path: str
    recognised_by: str
    replaced: tuple[str, ...] = ()
    note: str = ""
    found: Program | None = None


class Result(Frozen, frozen=True, kw_only=True, tag="result"):
    """The verdict on one requirement and all that led to it; ``worth`` are the points that it can earn."""

    id: str
    program: str
    level: Level
    verdict: Verdict
    title: str
    why: str
    source: str
    seconds: float
    worth: int
    hidden: bool = False
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
    """Last line of a complete log; a log without it was cut short.

    ``limit`` is that of the whole grading, in seconds, where it was reached.
    """

    seconds: float
    results: int
    interrupted: bool = False
    limit: float | None = None


Entry = Header | ProgramEntry | Result | Trouble | Footer
