"""Tables as CSV that a spreadsheet shows and does not run: of one grading, and of a class.

Owns the columns, and what makes a cell safe (text that begins like a formula is prefixed). May not know
what a requirement is about.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from harness.classroom.model import Class, Row
from harness.export.groups import Document
from harness.report.text import visible

# a spreadsheet runs what begins so, after white space and as a full-width character too
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")
# a number is one, whatever its sign; a dash alone says that there is nothing
_HARMLESS = re.compile(r"-|[+-]?\d+(?:\.\d+)?")

GRADING = (
    *("submission", "requirement", "level", "verdict", "flaky", "points", "max_points", "seconds"),
    *("title", "observed"),
)
CLASS = ("student", "sid", "email", "status", "points", "max_points", "complete", "previous", "reason")


def grading_table(document: Document) -> bytes:
    """One line a requirement."""
    return written(
        [
            GRADING,
            *(
                (
                    *(group.name, case.id, case.level.value, case.verdict.value, _yes(case.flaky)),
                    *(case.points, case.max_points, f"{case.seconds:.3f}", case.title, case.message),
                )
                for group in document.groups
                for case in group.cases
            ),
        ]
    )


def class_table(class_: Class) -> bytes:
    """One line a student, with the verdict on each requirement that anybody was asked for, in the order met first."""
    asked = tuple(dict.fromkeys(each.id for row in class_.rows for each in row.results))
    return written([(*CLASS, *asked), *(_line(row, asked) for row in class_.rows)])


def _line(row: Row, asked: tuple[str, ...]) -> Sequence[object]:
    verdicts = {each.id: each.verdict.value for each in row.results}
    previous = "" if row.previous is None else row.previous
    return (
        *(visible(row.student), visible(row.sid), visible(row.email), row.status.value),
        *(row.points, row.max_points, _yes(row.complete), previous, visible(row.reason)),
        *(verdicts.get(each, "") for each in asked),
    )


def written(lines: Iterable[Sequence[object]]) -> bytes:
    """``lines`` as CSV in UTF-8, texts made safe; numbers stay numbers."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([safe(each) if isinstance(each, str) else each for each in line] for line in lines)
    return text.getvalue().encode("utf-8", "backslashreplace")


def safe(cell: str) -> str:
    """``cell`` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) and not _HARMLESS.fullmatch(cell) else cell


def _yes(value: bool) -> str:
    return "yes" if value else "no"
