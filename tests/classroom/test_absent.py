"""Who is who on the roster, and who handed in nothing: missing, or a zero where that is asked for and beyond doubt."""

from __future__ import annotations

from pathlib import Path

from classroom.classes import hand_in, run_class

from harness.assignment.roster import Absence, Student
from harness.classroom.absent import called
from harness.classroom.handed import Attempt, Handed, Person
from harness.classroom.model import Status
from harness.classroom.reader import read_class

ROSTER = (Student(name="Alice"), Student(name="Eva", email="e@x"), Student(name="Jan", sid="7"))


def handed(*names: str) -> tuple[Handed, ...]:
    attempt = Attempt(label="x", parts=())
    return tuple(Handed(identity=each, people=(Person(name=each),), attempts=(attempt,)) for each in names)


def test_who_is_missing_has_no_grade_unless_a_zero_is_asked_for() -> None:
    for absence in Absence:
        found = called(handed("alice"), ROSTER, absence)
        assert [(each.people[0].name, each.zero) for each in found.absent] == [
            ("Eva", absence is Absence.ZERO),
            ("Jan", absence is Absence.ZERO),
        ]
        assert found.strangers == ()


def test_nobody_gets_a_zero_while_a_submission_may_be_theirs() -> None:
    found = called(handed("alice", "evička"), ROSTER, Absence.ZERO)
    assert found.strangers == ("evička",)
    for each in found.absent:
        assert not each.zero
        assert "no zero yet: the roster does not know evička." in each.missing


def test_without_a_roster_nobody_is_missing_and_nobody_a_stranger() -> None:
    found = called(handed("alice"), (), Absence.ZERO)
    assert (found.handed, found.absent, found.strangers) == (handed("alice"), (), ())


def test_who_is_known_is_called_as_on_the_roster_and_stays_who_they_were() -> None:
    found = called(handed("7", "E@x", "evička"), ROSTER, Absence.MISSING).handed
    assert [each.identity for each in found] == ["7", "E@x", "evička"]
    assert [each.people for each in found] == [
        (Person(name="Jan", sid="7"),),
        (Person(name="Eva", email="e@x"),),
        (Person(name="evička"),),
    ]


def test_who_is_missing_stands_among_the_others_and_is_forgotten_once_something_comes(tmp_path: Path) -> None:
    absent = called(handed("Alice", "Jan"), ROSTER, Absence.ZERO).absent
    hand_in(tmp_path / "hw1", Alice="5", Jan="3")
    run_class(tmp_path / "hw1", tmp_path / "results", absent=absent)
    rows = read_class(tmp_path / "results").rows
    assert [(row.student, row.status, row.points, row.max_points) for row in rows] == [
        ("Alice", Status.GRADED, 5, 5),
        ("Eva", Status.MISSING, 0, 5),
        ("Jan", Status.GRADED, 3, 5),
    ]
    hand_in(tmp_path / "hw1", Eva="4")
    (recorded,) = run_class(tmp_path / "hw1", tmp_path / "results")
    assert recorded.handed.identity == "Eva"
    assert [row.status for row in read_class(tmp_path / "results").rows] == [Status.GRADED] * 3
