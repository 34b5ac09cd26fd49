"""What is known of a class after a run: the values that the class page, the exports and the gradebooks are made of.

Owns their shapes. A base like ``harness.model``: every stage may import it, and it imports nothing but that. May not
know where submissions lie, nor how any of it was found out.
"""

from __future__ import annotations

from enum import StrEnum

from harness.model import Frozen, Level, Verdict


class Status(StrEnum):
    """What became of one submission.

    ``UNUSABLE`` is a submission that cannot be graded as it was handed in; ``ERROR`` is the harness's or the
    machine's fault, and costs nobody a point. ``MISSING`` is none at all, of somebody who is on the roster.
    """

    GRADED = "graded"
    UNUSABLE = "unusable"
    ERROR = "error"
    MISSING = "missing"


class Outcome(Frozen, frozen=True, kw_only=True):
    """One requirement of one submission. ``observed`` is as it came: it is made visible where it is shown.

    ``hidden`` marks what the student's own report does not name.
    """

    id: str
    level: Level
    verdict: Verdict
    points: int
    max_points: int
    observed: str = ""
    flaky: bool = False
    hidden: bool = False


class Row(Frozen, frozen=True, kw_only=True):
    """One student and the grade that stands.

    ``student``, ``sid`` (the platform's number or login) and ``email`` are as the platform wrote them; the latter two
    are empty where it does not say. ``folder`` is the student's report folder, relative to the class's; empty where
    there is none. ``reason`` says why a submission is unusable or came to an error, or that a later grading of a
    graded one did. Who is missing and is to have a zero has none of the points that others can have; who is to have
    no grade has no ``max_points``. ``waiting`` tells of a lower grade that came later and waits to be accepted.
    ``attempt`` names the attempt that was graded, where the student made several.
    ``previous`` are the points at the end of the run before, ``None`` where there were none.
    """

    student: str
    sid: str = ""
    email: str = ""
    folder: str = ""
    status: Status
    reason: str = ""
    waiting: str = ""
    attempt: str = ""
    points: int = 0
    max_points: int = 0
    complete: bool = False
    results: tuple[Outcome, ...] = ()
    previous: int | None = None

    @property
    def has_error(self) -> bool:
        """Whether the harness or the machine failed in the latest grading."""
        return self.status is Status.ERROR or (self.status is Status.GRADED and bool(self.reason))


class Class(Frozen, frozen=True, kw_only=True):
    """All rows, in the order of the students' names. ``when`` is the end of the last run, in ISO 8601, UTC."""

    title: str
    when: str
    rows: tuple[Row, ...] = ()
