"""The roster held against what was handed in, before anything is graded: who is who, and who handed in nothing.

Owns what that comes to for them. A zero is given only beyond doubt: not while a submission is there that nobody of the
roster is known by. May not know how a row is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from harness.assignment.roster import Absence, Student
from harness.classroom.handed import Handed, Person
from harness.classroom.model import Row, Status
from harness.classroom.state import Listed
from harness.export.gradebook import on_roster
from harness.model import Frozen

_MOST_NAMED = 5


class Called(Frozen, frozen=True, kw_only=True):
    """A roster held against the submissions.

    ``handed`` are they, and who is on the roster is called as there; who handed in nothing is ``absent``; and
    ``strangers`` are not on it.
    """

    handed: tuple[Handed, ...]
    absent: tuple[Listed, ...] = ()
    strangers: tuple[str, ...] = ()


def called(handed: tuple[Handed, ...], roster: Sequence[Student], absence: Absence) -> Called:
    """Everybody of the ``roster`` who is not among those who ``handed`` in; nobody where there is no roster."""
    if not roster:
        return Called(handed=handed)
    people = [person for each in handed for person in each.people]
    rows = [_row(person) for person in people]
    present = on_roster(rows, roster)
    students = {id(row): roster[place] for place, row in present.items()}
    known = {id(person): students[id(row)] for person, row in zip(people, rows, strict=True) if id(row) in students}
    strangers = tuple(person.name for person in people if id(person) not in known)
    reason = _reason(strangers if absence is Absence.ZERO else ())
    zero = absence is Absence.ZERO and not strangers
    return Called(
        handed=tuple(replace(each, people=tuple(_named(each.people, known))) for each in handed),
        absent=tuple(_listed(each, reason, zero=zero) for place, each in enumerate(roster) if place not in present),
        strangers=strangers,
    )


def _row(person: Person) -> Row:
    return Row(student=person.name, sid=person.sid, email=person.email, status=Status.GRADED)


def _named(people: Iterable[Person], known: Mapping[int, Student]) -> Iterator[Person]:
    """The same people, called as on the roster; what it does not tell stays."""
    for person in people:
        student = known.get(id(person))
        if student is None:
            yield person
        else:
            yield Person(name=student.name, sid=person.sid or student.sid, email=person.email or student.email)


def _reason(strangers: Sequence[str]) -> str:
    if not strangers:
        return "Nothing was handed in."
    more = ", …" if len(strangers) > _MOST_NAMED else ""
    names = ", ".join(strangers[:_MOST_NAMED])
    return f"Nothing was handed in under this name. That is no zero yet: the roster does not know {names}{more}."


def _listed(student: Student, reason: str, *, zero: bool) -> Listed:
    person = Person(name=student.name, sid=student.sid, email=student.email)
    return Listed(people=(person,), missing=reason, zero=zero)
