"""Who is on the roster and handed in nothing, before anything is graded.

Owns what that comes to for them. A zero is given only beyond doubt: not while a submission is there that nobody of the
roster is known by. May not know how a row is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.assignment.roster import Absence, Student
from harness.classroom.handed import Handed, Person
from harness.classroom.model import Row, Status
from harness.classroom.state import Listed
from harness.export.gradebook import absentees
from harness.model import Frozen

_MOST_NAMED = 5


class Called(Frozen, frozen=True, kw_only=True):
    """A roster held against the submissions: who is ``absent``, and ``strangers``, who are not on it."""

    absent: tuple[Listed, ...] = ()
    strangers: tuple[str, ...] = ()


def called(handed: Iterable[Handed], roster: Sequence[Student], absence: Absence) -> Called:
    """Everybody of the ``roster`` who is not among those who ``handed`` in; nobody where there is no roster."""
    if not roster:
        return Called()
    present = [
        Row(student=person.name, sid=person.sid, email=person.email, status=Status.GRADED)
        for each in handed
        for person in each.people
    ]
    missing, others = absentees(present, roster)
    strangers = tuple(row.student for row in others)
    zero = absence is Absence.ZERO
    reason = "Nothing was handed in."
    if zero and strangers:
        more = ", …" if len(strangers) > _MOST_NAMED else ""
        names = ", ".join(strangers[:_MOST_NAMED])
        reason = f"Nothing was handed in under this name. That is no zero yet: the roster does not know {names}{more}."
    return Called(
        absent=tuple(_listed(each, reason, zero=zero and not strangers) for each in missing), strangers=strangers
    )


def _listed(student: Student, reason: str, *, zero: bool) -> Listed:
    person = Person(name=student.name, sid=student.sid, email=student.email)
    return Listed(people=(person,), missing=reason, zero=zero)
