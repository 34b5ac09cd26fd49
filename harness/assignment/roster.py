"""The roster: everybody who is asked for a submission, from a table that a platform or a teacher wrote.

Owns the columns that are understood, and what it can come to that somebody handed in nothing. May not know who did.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from harness.errors import UsageError
from harness.model import Frozen

_NAME = ("name", "student", "full name")
# a roster of GitHub Classroom has other numbers beside the login by which its folders are called
_SID = ("github_username", "id", "sid", "identifier", "user id", "sis user id", "login")
_OTHER_NAME = ("identifier",)
_EMAIL = ("email", "email address", "e-mail")
_COLUMNS = "The first line names the columns: name, and id and email where there are any."


class Absence(StrEnum):
    """What somebody of the roster gets who handed in nothing: no grade, or a zero."""

    MISSING = "missing"
    ZERO = "zero"


class Student(Frozen, frozen=True, kw_only=True):
    """Somebody of the roster; ``sid`` is the platform's number or login."""

    name: str
    sid: str = ""
    email: str = ""


def read_roster(path: Path) -> tuple[Student, ...]:
    """The students of the CSV at ``path``, in its order. Raises ``UsageError`` that names the line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise UsageError(f"The roster {path} cannot be read: {fault.strerror}.", "Say where it lies.") from fault
    except UnicodeDecodeError as fault:
        raise UsageError(f"The roster {path} is not UTF-8.", "Save it as CSV in UTF-8.") from fault
    try:
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        students = tuple(_students(path, lines))
    except csv.Error as fault:
        raise UsageError(f"The roster {path}, line {lines.line_num}: {fault}.", "Mend that line.") from fault
    if not students:
        raise UsageError(f"The roster {path} names nobody.", _COLUMNS)
    return students


def _students(path: Path, lines: Iterator[list[str]]) -> Iterator[Student]:
    head = [cell.strip().lower() for cell in next(lines, [])]
    name, sid, email, other = (_column(head, words) for words in (_NAME, _SID, _EMAIL, _OTHER_NAME))
    if name is None:
        raise UsageError(f"The roster {path} has no column for names.", _COLUMNS)
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, start=2):
        student = Student(name=_cell(line, name) or _cell(line, other), sid=_cell(line, sid), email=_cell(line, email))
        # the second line of a Canvas gradebook, and its test student
        if not student.name or student.name == "Points Possible" or student.name == "Student, Test":
            continue
        if (key := (student.name, student.sid)) in seen:
            raise UsageError(
                f"The roster {path} names {student.name!r} twice, in lines {seen[key]} and {number}.",
                "Give each an id, or remove one.",
            )
        seen[key] = number
        yield student


def _column(head: list[str], words: tuple[str, ...]) -> int | None:
    return next((head.index(word) for word in words if word in head), None)


def _cell(line: list[str], column: int | None) -> str:
    return line[column].strip() if column is not None and column < len(line) else ""
