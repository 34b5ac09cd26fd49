"""How far a class has got, as lines of at most 80 columns: pure functions of what was recorded.

Owns what is said and in which order. May not know where the lines go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from harness.classroom.grade import Grade, Place, is_unmet
from harness.classroom.handed import Collection
from harness.classroom.model import Class, Row, Status
from harness.classroom.run import Recorded
from harness.model import Frozen, Verdict
from harness.report.layout import WIDTH, head, labelled, shortened, wrapped
from harness.report.style import Style
from harness.report.text import counted

_MOST_NAMED = 3
_MOST_OF_A_REASON = 210


class Tally(Frozen, frozen=True, kw_only=True):
    """Counts of one run: ``failing`` are graded submissions that do not meet everything that counts."""

    due: int
    done: int = 0
    failing: int = 0
    unusable: int = 0
    errors: int = 0

    def after(self, grade: Grade) -> Tally:
        """The counts with one more."""
        return replace(
            self,
            done=self.done + 1,
            failing=self.failing + (grade.status is Status.GRADED and is_unmet(grade)),
            unusable=self.unusable + (grade.status is Status.UNUSABLE),
            errors=self.errors + (grade.status is Status.ERROR),
        )


def tally_line(tally: Tally, seconds: float) -> str:
    """The progress line, ``seconds`` after the beginning."""
    left = tally.due - tally.done
    parts = [f"{tally.done} of {tally.due} done", f"{left} left", f"{tally.failing} failing"]
    parts += [f"{tally.unusable} unusable"] if tally.unusable else []
    parts += [counted(tally.errors, "error")] if tally.errors else []
    rest = f"; about {_roughly(seconds / tally.done * left)} to go" if tally.done and left else ""
    return shortened(", ".join(parts) + rest, WIDTH - 1)


def is_milestone(tally: Tally) -> bool:
    """Whether it is time for a progress line where each stays: after every tenth of the work."""
    return tally.done > 0 and tally.done % max(1, tally.due // 10) == 0


def opening_lines(title: str, collection: Collection, due: int, style: Style) -> Iterator[str]:
    """What is about to be graded, and what is left aside."""
    known = len(collection.handed) - due
    counts = f"{len(collection.handed)}, {due} to grade{f', {known} graded already' if known else ''}"
    yield from labelled("Class", title, style)
    yield from labelled("Layout", collection.layout, style)
    yield from labelled("Submissions", counts, style)
    yield from labelled("Left aside", ", ".join(collection.aside), style)


def recorded_lines(recorded: Recorded, style: Style) -> Iterator[str]:
    """One line a grade, and why, where there is none or it does not stand."""
    grade, student = recorded.grade, recorded.handed.shown
    yield head(_word(grade), _role(grade), (student, _about(grade)), _points(grade), style)
    if grade.status is not Status.GRADED:
        yield from (f"      {line}" for line in wrapped(shortened(grade.reason, _MOST_OF_A_REASON), WIDTH - 6))
    if recorded.place is not Place.STANDING:
        kept = f"The earlier grade stands: {recorded.standing.points} of {recorded.standing.max_points} points."
        yield from (f"      {line}" for line in wrapped(kept, WIDTH - 6))


def needs_attention(recorded: Recorded) -> bool:
    """Whether a grade is told even where only the progress line is."""
    return recorded.grade.status is not Status.GRADED or recorded.place is not Place.STANDING


def closing_lines(class_: Class, folder: str, strangers: Sequence[str], style: Style) -> Iterator[str]:
    """The counts of the whole class, who is missing, what waits for a decision, where the results lie.

    ``strangers`` handed in and are not on the roster.
    """
    yield ""
    counts = [
        f"{_count(class_.rows, Status.GRADED)} graded",
        f"{_count(class_.rows, Status.UNUSABLE)} unusable",
        counted(_count(class_.rows, Status.ERROR), "error"),
    ]
    handed_in = len(class_.rows) - _count(class_.rows, Status.MISSING)
    yield from labelled("Result", f"{counted(handed_in, 'student')}: {', '.join(counts)}.", style)
    absent = [row.student for row in class_.rows if row.status is Status.MISSING]
    if absent:
        yield from labelled("Missing", f"{counted(len(absent), 'student')} of the roster: {', '.join(absent)}.", style)
    if strangers:
        yield from labelled("Strangers", f"Not on the roster, and graded: {', '.join(strangers)}.", style)
    for row in class_.rows:
        if row.waiting:
            yield from labelled("Lower", f"{row.student}: {row.waiting}", style)
    if any(row.waiting for row in class_.rows):
        yield from labelled("", "The earlier grades stand. Add --accept-lower to take the lower ones.", style)
    if any(row.has_error for row in class_.rows):
        yield from labelled(
            "Errors", "The harness or the machine is at fault. Add --regrade errors to try again.", style
        )
    yield from labelled("Results", folder, style)


def _count(rows: tuple[Row, ...], status: Status) -> int:
    return sum(row.status is status for row in rows)


def _word(grade: Grade) -> str:
    if grade.status is Status.GRADED:
        return "fail" if is_unmet(grade) else "pass"
    return "none" if grade.status is Status.UNUSABLE else "error"


def _role(grade: Grade) -> str:
    return "warn" if grade.status is Status.UNUSABLE else _word(grade)


def _points(grade: Grade) -> str:
    return f"{grade.points} / {grade.max_points}" if grade.max_points else "no points"


def _about(grade: Grade) -> str:
    if grade.status is not Status.GRADED:
        return grade.status.value
    failed = [each.id for each in grade.results if each.verdict is Verdict.FAIL and each.max_points]
    more = f", {len(failed) - _MOST_NAMED} more" if len(failed) > _MOST_NAMED else ""
    return ", ".join(failed[:_MOST_NAMED]) + more


def _roughly(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
