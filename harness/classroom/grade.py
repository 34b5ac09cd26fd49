"""A grade, and which of two grades of one student stands.

Owns the rules: an error never replaces a grade, and a lower grade waits until somebody accepts it. May not know how
a grade comes about, nor where it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from harness.classroom.model import Outcome, Status
from harness.model import Frozen, Verdict


class Place(StrEnum):
    """Where a grade is kept: as the one that stands, or beside it.

    ``WITHHELD`` is a lower one that waits to be accepted; ``FAILED`` an error that came after a grade.
    """

    STANDING = "standing"
    WITHHELD = "withheld"
    FAILED = "failed"


class Regrade(StrEnum):
    """Which of those that were graded already are graded again."""

    NONE = "none"
    FAILED = "failed"
    ERRORS = "errors"
    ALL = "all"


class Grade(Frozen, frozen=True, kw_only=True):
    """What one grading came to.

    ``key`` says of what: the hash of everything that the grade hangs on. ``log`` is the SHA-256 of the log beside it,
    empty where there is no report. ``student`` is the folder in the report that can be handed out; empty where all of
    it can. ``attempt`` names the attempt that was chosen, where there were several.
    """

    key: str = ""
    status: Status
    reason: str = ""
    attempt: str = ""
    programs: tuple[str, ...] = ()
    points: int = 0
    max_points: int = 0
    complete: bool = False
    results: tuple[Outcome, ...] = ()
    log: str = ""
    student: str = ""


Places = Mapping[Place, Grade]


def place_for(new: Grade, standing: Grade | None, *, accept_lower: bool) -> Place:
    """Where ``new`` belongs, given the grade that stands."""
    if standing is None or standing.status is not Status.GRADED:
        return Place.STANDING
    if new.status is Status.ERROR:
        return Place.FAILED
    return Place.WITHHELD if is_lower(new, standing) and not accept_lower else Place.STANDING


def is_lower(new: Grade, standing: Grade) -> bool:
    """Whether ``new`` earns a smaller share of its points than the ``standing`` grade of its own."""
    if new.status is not Status.GRADED or not new.max_points:
        return standing.points > 0
    return new.points * standing.max_points < standing.points * new.max_points


def best(grades: list[Grade]) -> int:
    """The index of the best grade of several attempts: the largest share of points, the latest among equals."""
    order = [(each.status is Status.GRADED, _share(each), number) for number, each in enumerate(grades)]
    return max(order)[-1]


def is_due(current: Places, regrade: Regrade, *, dealt_with: bool) -> bool:
    """Whether a submission is to be graded, given the grades that were made of what lies there now.

    ``dealt_with`` says whether this very run, which may have been interrupted, has recorded one already.
    """
    if dealt_with or not current:
        return not current
    match regrade:
        case Regrade.NONE:
            return False
        case Regrade.ALL:
            return True
        case Regrade.ERRORS:
            return any(grade.status is Status.ERROR for grade in current.values())
        case Regrade.FAILED:
            return any(is_unmet(grade) for grade in current.values())


def is_unmet(grade: Grade) -> bool:
    """Whether something that counts was not met, or nothing could be graded."""
    unmet = (Verdict.FAIL, Verdict.BLOCKED)
    return grade.status is Status.UNUSABLE or any(each.verdict in unmet and each.max_points for each in grade.results)


def _share(grade: Grade) -> float:
    return grade.points / grade.max_points if grade.max_points else 0.0
