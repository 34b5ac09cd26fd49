"""The gradebook of Canvas: a CSV to be imported there, made anew or for the lines of one that was exported.

Owns its columns (FORMATS: matching is by ID, SIS User ID, SIS Login ID, name).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.classroom.model import Class, Status
from harness.errors import UsageError
from harness.export.gradebook import Filled, Line, agree, folded, grade, lines_of, matched, spoken, ungraded, unplaced
from harness.export.table import written
from harness.report.text import visible

STUDENT = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POSSIBLE = "    Points Possible"
_NUMBER = re.compile(r" \(\d+\)\Z")


def canvas(class_: Class, title: str) -> Filled:
    """A gradebook with a line for each student whose platform's number is known; ``title`` heads the column."""
    possible = max((row.max_points for row in class_.rows), default=0)
    # the number of somebody on a roster may be another platform's
    placed = [row for row in class_.rows if row.sid and row.status is not Status.MISSING]
    lines = [
        (visible(row.student), row.sid, "", "", "", grade(row, possible)) for row in placed if grade(row, possible)
    ]
    return Filled(
        content=written([(*STUDENT, title), (POSSIBLE, "", "", "", "", str(possible)), *lines]),
        unplaced=unplaced(class_, placed),
        ungraded=ungraded(placed),
    )


def canvas_filled(class_: Class, title: str, content: bytes, name: str) -> Filled:
    """The exported gradebook in ``content``, called ``name``, with the grades of the column that ``title`` means.

    Grades are out of the points that it says are possible. Raises ``UsageError`` where it has no such column.
    """
    head, every = lines_of(content, name, STUDENT)
    column = _column(head, title, name)
    lines = [line for line in every if line["ID"].strip()]
    possible = _possible(every, column) or max((row.max_points for row in class_.rows), default=0)
    students = matched(
        class_.rows,
        lines,
        (
            (lambda row: row.sid, lambda line: line["ID"]),
            (lambda row: row.sid, lambda line: line["SIS User ID"]),
            (lambda row: row.sid, lambda line: line["SIS Login ID"]),
            (lambda row: row.email, lambda line: line["SIS Login ID"]),
            (lambda row: folded(row.student), lambda line: folded(line["Student"])),
            (lambda row: folded(row.student), lambda line: spoken(line["Student"])),
        ),
        lambda row, line: agree(row, line["Student"], line["SIS Login ID"]),
    )
    graded = [(lines[place], worth) for place, row in sorted(students.items()) if (worth := grade(row, possible))]
    placed = list(students.values())
    return Filled(
        content=written(
            [
                (*STUDENT, column),
                (POSSIBLE, "", "", "", "", f"{possible:g}"),
                *((*(line[each] for each in STUDENT), worth) for line, worth in graded),
            ]
        ),
        unplaced=unplaced(class_, placed),
        ungraded=ungraded(placed),
    )


def _column(head: Sequence[str], title: str, name: str) -> str:
    found = [column for column in head if title in {column, _NUMBER.sub("", column)}]
    if len(found) == 1:
        return found[0]
    known = [column for column in head if _NUMBER.search(column)]
    raise UsageError(
        f"{name} has {len(found) or 'no'} column{'s' if found else ''} {title!r}.",
        f"Name one with --column: {', '.join(visible(column) for column in known) or 'it has none for assignments'}.",
    )


def _possible(lines: Sequence[Line], column: str) -> float:
    row = next((line for line in lines if line["Student"].strip() == POSSIBLE.strip()), None)
    try:
        return float(row[column]) if row else 0.0
    except ValueError:
        return 0.0
