"""What every export tells: groups of requirements, one for a grading and one for each student of a class.

Owns the common shape, and how a verdict reads where only *passed*, *failed* and *skipped* are known. May not know
any format.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum

from harness.classroom.model import Class, Outcome, Row, Status
from harness.log.reader import Log
from harness.model import Frozen, Level, Verdict
from harness.report.results import Hidden, RequirementResult, Results, results_of
from harness.report.text import counted, visible


class Sign(StrEnum):
    """The three verdicts of other programs, and the harness's own fault."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    ERROR = "error"


class Case(Frozen, frozen=True, kw_only=True):
    """One requirement. ``message`` is empty where it was met; texts are visible. ``attempts`` are the submission's."""

    id: str
    title: str = ""
    level: Level
    verdict: Verdict
    points: int
    max_points: int
    seconds: float = 0.0
    message: str = ""
    flaky: bool = False
    attempts: tuple[Verdict, ...] = ()

    @property
    def sign(self) -> Sign:
        """How it reads elsewhere."""
        return sign_of(self.verdict, self.level, self.max_points)


def sign_of(verdict: Verdict, level: Level, max_points: int) -> Sign:
    """What blocks costs points like what failed; what is optional and counts nothing does not turn a run red."""
    match verdict:
        case Verdict.PASS:
            return Sign.PASSED
        case Verdict.ERROR:
            return Sign.ERROR
        case Verdict.SKIPPED:
            return Sign.SKIPPED
        case Verdict.FAIL | Verdict.BLOCKED:
            return Sign.SKIPPED if level is Level.MAY and not max_points else Sign.FAILED


class Group(Frozen, frozen=True, kw_only=True):
    """All requirements of one submission.

    ``trouble`` says why nothing of it, or not all, could be judged. Times are seconds since 1970.
    """

    name: str
    points: int
    max_points: int
    complete: bool
    started: float
    seconds: float
    cases: tuple[Case, ...]
    trouble: str = ""

    def count(self, sign: Sign) -> int:
        """How many of its cases read as ``sign``."""
        return sum(case.sign is sign for case in self.cases)


class Document(Frozen, frozen=True, kw_only=True):
    """What one export is about: its title, and who made it."""

    title: str
    wireproof: str
    groups: tuple[Group, ...]


def document_of(log: Log) -> Document:
    """One grading."""
    results = results_of(log)
    group = Group(
        name=visible(results.submission),
        points=results.points,
        max_points=results.max_points,
        complete=results.complete,
        started=seconds_since_1970(log.header.started),
        seconds=results.seconds,
        cases=tuple(_cases(results)),
        trouble=" ".join(_troubles(log)),
    )
    return Document(title=visible(results.submission), wireproof=results.wireproof, groups=(group,))


def _troubles(log: Log) -> Iterator[str]:
    for each in log.troubles:
        yield visible(f"{each.what} {each.cure}".rstrip())
    if not log.complete:
        yield "The log ends before the run did: what is not here was not tried."
    elif not log.results:
        yield "No requirement was tried."


def document_of_class(class_: Class, wireproof: str) -> Document:
    """A class, one group a student."""
    when = seconds_since_1970(class_.when)
    return Document(
        title=visible(class_.title), wireproof=wireproof, groups=tuple(_group(each, when) for each in class_.rows)
    )


def seconds_since_1970(when: str) -> float:
    """A time in ISO 8601; 0 where it is none, as in a log that was made up."""
    try:
        read = datetime.datetime.fromisoformat(when)
    except ValueError:
        return 0.0
    return (read if read.tzinfo else read.replace(tzinfo=datetime.UTC)).timestamp()


def _cases(results: Results) -> Iterator[Case]:
    yield from (_case(each) for program in results.programs for each in program.requirements)
    if results.hidden:
        yield _of_hidden(results.hidden)


def _of_hidden(hidden: Hidden) -> Case:
    """All that is not named as one case, which fails where any of it did: nobody may read that all is well."""
    if hidden.failed or hidden.blocked:
        verdict = Verdict.FAIL
    elif hidden.errors:
        verdict = Verdict.ERROR
    else:
        verdict = Verdict.PASS if hidden.passed else Verdict.SKIPPED
    counts = f"{hidden.passed} passed, {hidden.failed} failed, {hidden.blocked} blocked, {hidden.skipped} skipped"
    return Case(
        id="hidden",
        title=f"{counted(hidden.requirements, 'requirement')}, counted and not named.",
        level=Level.MUST,
        verdict=verdict,
        points=hidden.points,
        max_points=hidden.max_points,
        message="" if verdict is Verdict.PASS else f"{counts}, {counted(hidden.errors, 'error')}.",
    )


def _case(result: RequirementResult) -> Case:
    return Case(
        id=visible(result.id),
        title=visible(result.title),
        level=result.level,
        verdict=result.verdict,
        points=result.points,
        max_points=result.max_points,
        seconds=result.seconds,
        message=_message(result.verdict, result.observed, result.blocked_by),
        flaky=result.flaky,
        attempts=result.attempts,
    )


def _message(verdict: Verdict, observed: str, blocked_by: str | None = None) -> str:
    if verdict is Verdict.PASS:
        return ""
    if verdict is Verdict.BLOCKED and (blocked_by or not observed):
        return not_run(blocked_by)
    return visible(observed) or "No reason was recorded."


def not_run(blocked_by: str | None) -> str:
    """Why a requirement was not tried; its cause may be one that is not named."""
    return f"Not run: it needs {visible(blocked_by or 'another requirement')}, which was not met."


def _group(row: Row, when: float) -> Group:
    return Group(
        name=visible(row.student),
        points=row.points,
        max_points=row.max_points,
        complete=row.complete,
        started=when,
        seconds=0.0,
        cases=tuple(_of_class(each) for each in row.results),
        trouble="" if row.status is Status.GRADED else visible(row.reason) or row.status.value,
    )


def _of_class(outcome: Outcome) -> Case:
    return Case(
        id=visible(outcome.id),
        level=outcome.level,
        verdict=outcome.verdict,
        points=outcome.points,
        max_points=outcome.max_points,
        message=_message(outcome.verdict, outcome.observed),
        flaky=outcome.flaky,
    )
