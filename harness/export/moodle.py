"""The grading worksheet of Moodle: one that was downloaded there, with its grades and comments filled in.

Owns its columns. A worksheet is never made up, and a line that may not be changed stays as it is.
"""

from __future__ import annotations

import re

from harness.classroom.model import Class
from harness.errors import UsageError
from harness.export.gradebook import Filled, Line, agree, comment, folded, grade, lines_of, matched, ungraded, unplaced
from harness.export.table import written
from harness.report.text import visible

_IDENTIFIER, _NAME, _EMAIL, _GRADE = "Identifier", "Full name", "Email address", "Grade"
_MOST, _CHANGEABLE, _COMMENT = "Maximum Grade", "Grade can be changed", "Feedback comments"
_DIGITS = re.compile(r"(\d+)\Z")


def moodle_filled(class_: Class, content: bytes, name: str) -> Filled:
    """The worksheet in ``content``, called ``name``, with grades out of each line's maximum.

    Raises ``UsageError`` where it is no worksheet, or where its grades are no points.
    """
    head, lines = lines_of(content, name, (_IDENTIFIER, _GRADE, _MOST))
    students = matched(
        class_.rows,
        lines,
        (
            (lambda row: row.sid, _number),
            (lambda row: row.email.casefold(), lambda line: line.get(_EMAIL, "").casefold()),
            (lambda row: folded(row.student), lambda line: folded(line.get(_NAME, ""))),
        ),
        # where marking is anonymous there are no names, and folders have the number alone
        lambda row, line: _NAME not in head or agree(row, line[_NAME], line.get(_EMAIL, "")),
    )
    entered: set[int] = set()
    for place, row in sorted(students.items()):
        line = lines[place]
        if line.get(_CHANGEABLE, "Yes") == "Yes" and (worth := grade(row, _most(line, name))):
            line[_GRADE] = worth
            entered.add(place)
            if _COMMENT in head:
                line[_COMMENT] = comment(row)
    placed = list(students.values())
    locked = tuple(
        f"{visible(row.student)} (Moodle says that it cannot be changed)"
        for place, row in students.items()
        if place not in entered and grade(row, 1)
    )
    return Filled(
        content=written([head, *([line[column] for column in head] for line in lines)]),
        unplaced=unplaced(class_, placed),
        ungraded=(*ungraded(placed), *locked),
    )


def _number(line: Line) -> str:
    """The number of ``Participant 1234``, which is in the name of the folder that Moodle hands out."""
    match = _DIGITS.search(line[_IDENTIFIER])
    return match[1] if match else ""


def _most(line: Line, name: str) -> float:
    try:
        # some of Moodle's languages write a decimal comma
        return float(line[_MOST].replace(",", "."))
    except ValueError as fault:
        raise UsageError(
            f"{name}: the maximum grade {line[_MOST]!r} is no number.", "Let the assignment be graded in points."
        ) from fault
