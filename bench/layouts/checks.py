"""What must hold of a class that was graded in several layouts, each as sentences of what does not.

Owns the comparisons. May not know how it was graded.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping

from platforms import Known
from students import Student

from harness.classroom.model import Class, Row, Status

Rows = Mapping[int, Row]


def by_number(class_: Class, known: Known) -> Rows:
    """The rows by the students' numbers here; a stranger is nobody's."""
    return {number: row for row in class_.rows if (number := _number(row, known)) is not None}


def _number(row: Row, known: Known) -> int | None:
    return known.get(row.sid, known.get(row.student))


def lost_and_doubled(class_: Class, known: Known, students: tuple[Student, ...]) -> Iterator[str]:
    """Everybody has one row, who handed in nothing one that says so, and nobody else has any."""
    counts = Counter(_number(row, known) for row in class_.rows)
    missing = {_number(row, known) for row in class_.rows if row.status is Status.MISSING and row.max_points}
    for student in students:
        if counts[student.number] != 1:
            yield f"{student.name} has {counts[student.number]} rows"
        if (student.number in missing) != (not student.works):
            yield f"{student.name} {'has a' if student.works else 'has no'} zero for handing in nothing"
    if counts[None]:
        yield f"{counts[None]} rows are nobody's"


def differing(rows: Rows, others: Rows, students: tuple[Student, ...]) -> Iterator[str]:
    """The same student has the same grade, down to every verdict."""
    for student in students:
        one, other = rows.get(student.number), others.get(student.number)
        if one and other and _grade(one) != _grade(other):
            yield f"{student.name}: {_told(one)} and {_told(other)}: {', '.join(_verdicts(one, other))}"


def _grade(row: Row) -> tuple[object, ...]:
    return row.status, row.points, row.max_points, {each.id: each.verdict for each in row.results}


def _told(row: Row) -> str:
    return f"{row.status} {row.points} / {row.max_points}"


def _verdicts(one: Row, other: Row) -> Iterator[str]:
    verdicts = {each.id: each.verdict for each in other.results}
    for each in one.results:
        if verdicts.get(each.id) is not each.verdict:
            yield f"{each.id} {each.verdict}, {verdicts.get(each.id)} ({each.observed[:80]})"


def misplaced(
    filled: bytes, rows: Rows, students: tuple[Student, ...], column: str, key: str, possible: float
) -> Iterator[str]:
    """A filled gradebook has each grade in its student's line, and no other."""
    lines = {line[key]: line for line in csv.DictReader(io.StringIO(filled.decode()))}
    for student in students:
        row = rows.get(student.number)
        line = lines.get(str(student.number)) or lines.get(f"Participant {student.number}") or {}
        worth = line.get(column) or ""
        due = row.points * possible / row.max_points if row and _is_graded(row) else None
        if (due is None) != (worth == "") or (due is not None and abs(float(worth) - due) > 0.005):
            yield f"{student.name}: {worth or 'nothing'} instead of {due}"


def _is_graded(row: Row) -> bool:
    return row.status in {Status.GRADED, Status.MISSING} and row.max_points > 0
