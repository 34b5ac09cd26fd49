"""The numbers of a class: spread of the scores, hardest requirements, failures that are alike, what changed.

Owns the arithmetic and what counts as the same failure. May not know words for a page, nor markup. A *share* is a
fraction of 1.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from harness.classroom.model import Class, Outcome, Row, Status
from harness.model import Frozen, Level, Verdict

BINS = 11
"""Ten tenths of the points that could be had, and all of them."""
_NEARLY_ALL = 0.9

# what differs between two tellings of one failure: quoted bytes, hexadecimal, times with their unit, other numbers
_BYTES = re.compile(r"""\bb(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
_TIMES = re.compile(r"\b\d[\d,.]*\s?(?:ms|s|min)\b(?: \d+ s\b)?")
_HEXADECIMAL = re.compile(r"\b(?:0x[0-9a-fA-F]+|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{6,})\b")
_NUMBERS = re.compile(r"\d+(?:[.,:]\d+)*")
_COUNTED = re.compile(r"(# [a-z]+?)s\b")


class Spread(Frozen, frozen=True, kw_only=True):
    """Quartiles of the graded submissions' shares of their points."""

    lower: float
    median: float
    upper: float


class Hardness(Frozen, frozen=True, kw_only=True):
    """How a class did on one requirement; ``tried`` leaves out who was blocked, skipped or met an error."""

    id: str
    level: Level
    hidden: bool
    failed: int
    tried: int
    blocked: int

    @property
    def share(self) -> float:
        """Share failed of those it was tried on."""
        return self.failed / self.tried if self.tried else 0.0

    @property
    def nobody(self) -> bool:
        """Whether it was tried and never failed."""
        return bool(self.tried) and not self.failed

    @property
    def nearly_all(self) -> bool:
        """Whether so many failed that the check may be wrong, or the task misleading; an option is nobody's task."""
        return self.level is not Level.MAY and self.share > _NEARLY_ALL


class Alike(Frozen, frozen=True, kw_only=True):
    """Failures of one requirement with one observation; ``observed`` is the first of them, as it came."""

    id: str
    observed: str
    rows: tuple[Row, ...]


class Changes(Frozen, frozen=True, kw_only=True):
    """Who moved since the run before; ``new`` had no points then."""

    rose: tuple[Row, ...]
    fell: tuple[Row, ...]
    new: tuple[Row, ...]
    same: int


def share_of(row: Row) -> float | None:
    """The share of its points that a graded submission has, ``None`` where there is nothing to share."""
    return row.points / row.max_points if row.status is Status.GRADED and row.max_points else None


def shares_of(class_: Class) -> list[float]:
    """All shares, in the order of the rows."""
    return [share for row in class_.rows if (share := share_of(row)) is not None]


def spread(shares: Sequence[float]) -> Spread | None:
    """Median and quartiles (inclusive: the shares are the whole class, not a sample); ``None`` of nobody."""
    if not shares:
        return None
    lower, median, upper = statistics.quantiles([*shares] * (2 if len(shares) == 1 else 1), n=4, method="inclusive")
    return Spread(lower=lower, median=median, upper=upper)


def histogram(class_: Class) -> tuple[int, ...]:
    """Submissions by tenths of their points, from none up; the last of the ``BINS`` holds those with all points."""
    bins = Counter(
        row.points * (BINS - 1) // row.max_points
        for row in class_.rows
        if row.status is Status.GRADED and row.max_points
    )
    return tuple(bins[number] for number in range(BINS))


def identifiers(class_: Class) -> list[str]:
    """Every requirement of the class, in the order of the longest results, and then what others have besides."""
    rows = sorted(class_.rows, key=lambda row: -len(row.results))
    return list(dict.fromkeys(each.id for row in rows for each in row.results))


def hardest(class_: Class) -> list[Hardness]:
    """Every requirement, the largest share of failures first."""
    found: dict[str, list[Outcome]] = {each: [] for each in identifiers(class_)}
    for row in class_.rows:
        for each in row.results:
            found[each.id].append(each)
    return sorted((_hardness(outcomes) for outcomes in found.values()), key=lambda each: (-each.share, -each.failed))


def _hardness(outcomes: Sequence[Outcome]) -> Hardness:
    verdicts = Counter(each.verdict for each in outcomes)
    return Hardness(
        id=outcomes[0].id,
        level=outcomes[0].level,
        hidden=outcomes[0].hidden,
        failed=verdicts[Verdict.FAIL],
        tried=verdicts[Verdict.FAIL] + verdicts[Verdict.PASS],
        blocked=verdicts[Verdict.BLOCKED],
    )


def alike(class_: Class) -> list[Alike]:
    """Failures that at least two submissions share, the largest group first; an option not met is none."""
    groups: dict[tuple[str, str], list[tuple[Row, Outcome]]] = defaultdict(list)
    for row in class_.rows:
        for each in row.results:
            if each.verdict is Verdict.FAIL and each.level is not Level.MAY:
                groups[each.id, normalised(each.observed)].append((row, each))
    shared = sorted((group for group in groups.values() if len(group) > 1), key=len, reverse=True)
    return [_alike(group) for group in shared]


def _alike(group: Sequence[tuple[Row, Outcome]]) -> Alike:
    first = group[0][1]
    return Alike(id=first.id, observed=first.observed, rows=tuple(row for row, _ in group))


def normalised(observed: str) -> str:
    """An observation without what differs from run to run: numbers, ports, times, quoted bytes, hexadecimal."""
    text = _BYTES.sub("b#", observed)
    for pattern in (_HEXADECIMAL, _TIMES, _NUMBERS):
        text = pattern.sub("#", text)
    return _COUNTED.sub(r"\1", text)


def changes(rows: Iterable[Row]) -> Changes:
    """What changed since the run before, among those that are graded now."""
    moved: dict[str, list[Row]] = {"rose": [], "fell": [], "new": [], "same": []}
    for row in rows:
        if row.status is Status.GRADED:
            moved[_move(row)].append(row)
    return Changes(
        rose=tuple(moved["rose"]), fell=tuple(moved["fell"]), new=tuple(moved["new"]), same=len(moved["same"])
    )


def _move(row: Row) -> str:
    if row.previous is None:
        return "new"
    if row.points == row.previous:
        return "same"
    return "rose" if row.points > row.previous else "fell"
