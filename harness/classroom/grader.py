"""Grades what one student handed in, each attempt in a process of its own.

Owns the choice among several attempts. May not know what is done with the grade.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from msgspec.structs import replace

from harness.classroom.child import Children
from harness.classroom.content import laid_out
from harness.classroom.grade import Grade, best
from harness.classroom.handed import Attempt, Handed, writable
from harness.classroom.model import Status
from harness.classroom.outcome import grade_of
from harness.classroom.shelf import log_hash
from harness.submission.naming import shown


class Choice(StrEnum):
    """Which of several attempts counts."""

    LATEST = "latest"
    BEST = "best"


class Grader:
    """Grades by ``children``, each of which gets ``words`` beside the path and the place of its report.

    Submissions that are not graded where they lie are laid out in ``inputs``.
    """

    def __init__(self, children: Children, words: Sequence[str], inputs: Path, choice: Choice) -> None:
        self._children = children
        self._words = tuple(words)
        self._inputs = inputs
        self._choice = choice

    def grade(self, handed: Handed, folder: Path) -> tuple[Grade, Path | None]:
        """The grade of the attempt that counts, and the folder of its report, if there is one."""
        chosen = handed.attempts if self._choice is Choice.BEST else handed.attempts[-1:]
        grades, reports = [], []
        for number, attempt in enumerate(chosen, start=1):
            # a name of its own for each, so that every report's origin leads to the attempt it is about
            name = handed.folder if len(chosen) == 1 else f"{handed.folder}.{number}"
            reports.append(folder / str(number))
            grades.append(self._grade(attempt, handed.shown, name, reports[-1]))
        counts = best(grades)
        grade, report = grades[counts], reports[counts]
        if len(handed.attempts) > 1:
            grade = replace(grade, attempt=writable(chosen[counts].label))
        return _if_sure(grade, grades), report if report.is_dir() else None

    def stop(self) -> None:
        """End what is being graded, and grade nothing more."""
        self._children.stop()

    def _grade(self, attempt: Attempt, called: str, name: str, report: Path) -> Grade:
        if not attempt.parts:
            reason = f"Its files are missing: {attempt.label} is listed, and is not there."
            return Grade(status=Status.UNUSABLE, reason=writable(reason))
        try:
            path = laid_out(attempt, name, self._inputs)
            words: list[str | Path] = ["--report", report, "--called", writable(called), _known_as(attempt)]
            grade = grade_of(self._children.grade([*words, *self._words, "--", path]), report)
            # where it was laid out is no name that anybody else knows
            return replace(grade, reason=grade.reason.replace(shown(str(path)), _told_as(attempt)))
        except Exception as fault:
            # whatever it was, the others have nothing to do with it
            what = f"wireproof itself failed at it: {type(fault).__name__}: {fault}"
            return Grade(status=Status.ERROR, reason=writable(what), log=log_hash(report))


def _known_as(attempt: Attempt) -> str:
    """The path by which whoever handed it in knows it: the name of the one thing, or where the files lie."""
    return writable(attempt.parts[0].name) if len(attempt.parts) == 1 else "."


def _told_as(attempt: Attempt) -> str:
    """The same in a sentence."""
    return shown(attempt.parts[0].name) if len(attempt.parts) == 1 else "what was handed in"


def _if_sure(grade: Grade, grades: Sequence[Grade]) -> Grade:
    """``grade`` as the best of ``grades``, unless one that came to an error might be better."""
    failed = [each for each in grades if each.status is Status.ERROR]
    if not failed or grade.status is not Status.GRADED or grade.points == grade.max_points:
        return grade
    return replace(grade, status=Status.ERROR, complete=False, reason=f"Another attempt: {failed[0].reason}")
