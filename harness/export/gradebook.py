"""What the gradebooks of platforms share: whose line is whose, and the grade that goes there.

Owns the matching of students and the arithmetic of a grade. A grade is entered only where a line and a student belong
together beyond doubt, and where there is a grade at all. May not know any platform's columns.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import permutations

from harness.assignment.roster import Student
from harness.classroom.model import Class, Row, Status
from harness.errors import UsageError
from harness.model import Frozen, Verdict
from harness.report.text import counted, visible

Line = Mapping[str, str]
_MOST_WORDS = 4
"""Words of a name that are tried in every order."""


class Filled(Frozen, frozen=True, kw_only=True):
    """A gradebook with its grades, and what is not in it: students without a line, and students without a grade."""

    content: bytes
    unplaced: tuple[str, ...] = ()
    ungraded: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences for whoever uploads it."""
        said = []
        if self.unplaced:
            said.append(f"Not in the gradebook: {', '.join(self.unplaced)}.")
        if self.ungraded:
            said.append(f"No grade was entered for: {', '.join(self.ungraded)}.")
        return tuple(said)


def lines_of(content: bytes, name: str, needed: Sequence[str]) -> tuple[list[str], list[dict[str, str]]]:
    """The columns and the lines of a downloaded gradebook, which must have the columns ``needed``.

    Raises ``UsageError`` where it is no such table.
    """
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        head, *rows = list(reader) or [[]]
    except (UnicodeDecodeError, csv.Error) as fault:
        raise UsageError(f"{name} is no CSV in UTF-8: {fault}.", "Give the file as it was downloaded.") from fault
    missing = [column for column in needed if column not in head]
    if missing:
        raise UsageError(
            f"{name} has no column {' and no column '.join(missing)}.",
            "Give the file as it was downloaded, with the platform's language set to English.",
        )
    padded = (row + [""] * (len(head) - len(row)) for row in rows if any(row))
    return head, [dict(zip(head, row, strict=False)) for row in padded]


def matched(
    rows: Sequence[Row],
    lines: Sequence[Line],
    keys: Iterable[tuple[Callable[[Row], str], Callable[[Line], str]]],
    agrees: Callable[[Row, Line], bool],
) -> dict[int, Row]:
    """The student of each line, by the line's place.

    Of ``keys``, each a key of a student and one of a line, the earlier decide; a key that is empty, or not the only
    one of its kind on either side, decides nothing, and nor does one of a pair that does not ``agree``.
    """
    found: dict[int, int] = {}
    for of_row, of_line in keys:
        # of two with one name neither is known by it, though the other be known by a number
        known = _only_ones({at: of_row(row) for at, row in enumerate(rows)})
        places = _only_ones({at: of_line(line) for at, line in enumerate(lines)})
        pairs = {place: known[key] for key, place in places.items() if key in known}
        pairs = {place: at for place, at in pairs.items() if agrees(rows[at], lines[place])}
        taken = set(found.values())
        found.update({place: at for place, at in pairs.items() if place not in found and at not in taken})
    return {place: rows[at] for place, at in found.items()}


def on_roster(rows: Sequence[Row], roster: Sequence[Student]) -> dict[int, Row]:
    """The row of each student on the ``roster`` who has one, by the student's place there."""
    lines = [{"sid": each.sid, "email": each.email, "name": each.name} for each in roster]
    return matched(
        rows,
        lines,
        (
            (lambda row: row.sid, lambda line: line["sid"]),
            # Moodle's worksheet writes "Participant 1234" where its folders have the number
            (lambda row: row.sid, lambda line: line["sid"].rpartition(" ")[2]),
            (lambda row: row.email.casefold(), lambda line: line["email"].casefold()),
            (lambda row: folded(row.student), lambda line: folded(line["name"])),
            (lambda row: folded(row.student), lambda line: spoken(line["name"])),
            (lambda row: spoken(row.student), lambda line: folded(line["name"])),
            # a folder that a teacher named by number, login or e-mail address
            (lambda row: row.student.casefold(), lambda line: line["sid"].casefold()),
            (lambda row: row.student.casefold(), lambda line: line["email"].casefold()),
            (lambda row: row.student.casefold(), lambda line: line["email"].casefold().partition("@")[0]),
        ),
        # a login is nobody else's, a number may be
        lambda row, line: not row.sid.isdecimal() or agree(row, line["name"], line["email"]),
    )


def unplaced(class_: Class, placed: Iterable[Row]) -> tuple[str, ...]:
    """The names of those who have no line."""
    return tuple(visible(row.student) for row in _others(class_.rows, placed))


def _others(rows: Iterable[Row], some: Iterable[Row]) -> list[Row]:
    have = set(map(id, some))
    return [row for row in rows if id(row) not in have]


def _only_ones(keys: Mapping[int, str]) -> dict[str, int]:
    """The places by their keys, where a key is that of one place alone."""
    counts = Counter(keys.values())
    return {key: place for place, key in keys.items() if key and counts[key] == 1}


def agree(row: Row, name: str, *proofs: str) -> bool:
    """Whether ``row`` can be who is called ``name``: some word or all of it is in both, or a proof is the e-mail.

    A number of one platform may be somebody else's number on another.
    """
    own, words = _plain(row.student), _plain(name).split()
    shared = any(len(word) > 1 and word in own for word in words)
    # names of single characters, in whichever order the platform puts them
    same = 0 < len(words) <= _MOST_WORDS and own.replace(" ", "") in map("".join, permutations(words))
    return shared or same or (bool(row.email) and row.email.casefold() in {each.casefold() for each in proofs})


def _plain(name: str) -> str:
    """Words of letters and digits alone, without accents."""
    letters = (char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    return "".join(char if char.isalnum() else " " for char in letters)


def folded(name: str) -> str:
    """A name's letters and digits alone: platforms write ``Lovelace, Ada`` and ``lovelaceada``."""
    # macOS writes an accent as a character of its own
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


def spoken(name: str) -> str:
    """``Lovelace, Ada`` folded in the order in which it is said."""
    last, _, first = name.partition(",")
    return folded(f"{first} {last}")


def grade(row: Row, possible: float) -> str:
    """The grade of ``row`` out of ``possible``; empty where there is none.

    What was skipped left the maximum too, so that it is a share, not a sum, that can be compared. Who handed in nothing
    has a zero where that is asked for, and no grade otherwise.
    """
    if row.status not in {Status.GRADED, Status.MISSING} or not row.max_points:
        return ""
    worth = round(row.points * possible / row.max_points, 2)
    return f"{worth:g}" if worth == int(worth) else f"{worth:.2f}"


def ungraded(rows: Iterable[Row]) -> tuple[str, ...]:
    """Those who have no grade, each with the reason."""
    return tuple(
        f"{visible(row.student)} ({visible(row.reason) or row.status.value})" for row in rows if not grade(row, 1)
    )


def comment(row: Row) -> str:
    """A grade in words: the points, what was not met, and how many that is not named."""
    if row.status is Status.MISSING:
        return visible(row.reason)
    unmet = [each for each in row.results if each.verdict in {Verdict.FAIL, Verdict.BLOCKED} and each.max_points]
    named = [each.id for each in unmet if not each.hidden]
    hidden = len(unmet) - len(named)
    told = [f"{row.points} of {counted(row.max_points, 'point')}."]
    told += [f"Not met: {', '.join(named)}."] if named else []
    told += [f"Not met and not named: {counted(hidden, 'requirement')}."] if hidden else []
    return " ".join(told)
