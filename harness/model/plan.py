"""What one grading is told: the submission, what the assignment asks of it, and how it is to be run.

Owns what an assignment means for one requirement: its points, and whether it is hidden. May not know the file
that an assignment is written in.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from harness.model.base import Frozen, Level, Tier
from harness.model.submission import Submission


class Shown(StrEnum):
    """How much of a hidden requirement its student is told."""

    COUNT = "count"
    TITLE = "title"
    ALL = "all"


class Bounds(Frozen, frozen=True, kw_only=True):
    """What a program may use where an assignment says so; ``None`` leaves the harness's own limit.

    ``seconds`` are those of the whole grading, ``memory`` is in bytes, ``processes`` counts threads too.
    """

    seconds: float | None = None
    memory: int | None = None
    processes: int | None = None


class Assignment(Frozen, frozen=True, kw_only=True):
    """What is asked for; as it stands here, where nobody says: whatever a submission holds, points by level.

    Patterns are compared shell-style with an identifier and with its name within the program. Of ``points``, by
    pattern, the last that matches counts; ``levels`` are the points of those that none matches. ``arguments`` asks
    that clients take their arguments: what could not be told of one that takes none is then failed, not skipped.
    ``origin`` is where its file lies, as it was given.
    """

    title: str = ""
    origin: str = ""
    programs: tuple[str, ...] = ()
    levels: dict[Level, int] = msgspec.field(default_factory=dict)
    points: dict[str, int] = msgspec.field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    shown: Shown = Shown.COUNT
    arguments: bool = False
    packages: tuple[str, ...] = ("requests",)
    bounds: Bounds = Bounds()
    isolation: Tier | None = None

    def worth(self, identifier: str, level: Level) -> int:
        """Points that a requirement can earn."""
        own = [points for pattern, points in self.points.items() if matches(identifier, (pattern,))]
        return own[-1] if own else self.levels.get(level, level.points)

    def hides(self, identifier: str) -> bool:
        """Whether a requirement is hidden."""
        return matches(identifier, self.hidden)


def matches(identifier: str, patterns: Iterable[str]) -> bool:
    """Whether one of ``patterns`` fits ``identifier``, or its name within the program."""
    names = (identifier, identifier.partition(".")[2])
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


class Plan(Frozen, frozen=True, kw_only=True):
    """All that one grading needs to know; handed whole to the processes that carry it out.

    ``jobs`` is how many of those there are at most; ``time_limit``, in seconds, is that of the whole grading, in place
    of the assignment's.
    """

    submission: Submission
    seed: int
    assignment: Assignment = Assignment()
    only: tuple[str, ...] = ()
    levels: tuple[Level, ...] = (Level.MUST, Level.SHOULD, Level.MAY)
    python: str | None = None
    require_isolation: Tier | None = None
    tier: Tier | None = None
    scratch: str | None = None
    jobs: int = 1
    time_limit: float | None = None

    @property
    def seconds(self) -> float | None:
        """How long the whole grading may take, where anybody says."""
        return self.assignment.bounds.seconds if self.time_limit is None else self.time_limit
