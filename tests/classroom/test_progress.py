"""How far a class has got: lines that count, and fit on a terminal."""

from __future__ import annotations

from typing import Any

import pytest
from classroom.classes import graded

from harness.classroom.grade import Grade, Place
from harness.classroom.handed import Collection, Handed, Person
from harness.classroom.model import Class, Row, Status
from harness.classroom.progress import Tally, closing_lines, is_milestone, opening_lines, recorded_lines, tally_line
from harness.classroom.run import Recorded
from harness.report.style import PLAIN
from harness.report.text import columns

UNUSABLE = Grade(status=Status.UNUSABLE, reason="It is empty. " * 40)
ERROR = Grade(status=Status.ERROR, reason="Killed.")


def recorded(
    grade: Grade, name: str = "alice", place: Place = Place.STANDING, standing: Grade | None = None
) -> Recorded:
    handed = Handed(identity=name, people=(Person(name=name),), attempts=())
    return Recorded(handed=handed, grade=grade, place=place, standing=standing or grade)


def test_the_line_counts_what_is_done_left_and_failing_and_the_time_that_remains() -> None:
    tally = Tally(due=40)
    assert tally_line(tally, 0.0) == "0 of 40 done, 40 left, 0 failing"
    for grade in (graded(5), graded(3), UNUSABLE, ERROR):
        tally = tally.after(grade)
    assert tally_line(tally, 8.0) == "4 of 40 done, 36 left, 1 failing, 1 unusable, 1 error; about 72 s to go"
    assert "about 12 min to go" in tally_line(tally, 80.0)


def test_a_line_comes_with_every_tenth_of_the_work() -> None:
    assert [done for done in range(41) if is_milestone(Tally(due=40, done=done))] == [
        4,
        8,
        12,
        16,
        20,
        24,
        28,
        32,
        36,
        40,
    ]
    assert [done for done in range(4) if is_milestone(Tally(due=3, done=done))] == [1, 2, 3]


@pytest.mark.parametrize("name", ["alice", "王小明" * 20, "x" * 200, "\x1b[2Jowned\u202e"])
@pytest.mark.parametrize("grade", [graded(5), graded(1), UNUSABLE, ERROR])
def test_every_line_fits_and_obeys_no_name(name: str, grade: Grade) -> None:
    lines = [
        *recorded_lines(recorded(grade, name), PLAIN),
        *recorded_lines(recorded(graded(1), name, Place.WITHHELD, grade), PLAIN),
    ]
    assert max(map(columns, lines)) <= 80
    assert all(line.isprintable() for line in lines)


def test_a_grade_that_does_not_stand_says_which_does() -> None:
    said = " ".join(recorded_lines(recorded(graded(1), place=Place.WITHHELD, standing=graded(5)), PLAIN))
    assert "The earlier grade stands: 5 of 5 points." in said


def test_the_opening_says_what_is_due_and_what_is_left_aside() -> None:
    one = Handed(identity="alice", people=(Person(name="alice"),), attempts=())
    said = " ".join(opening_lines("hw1", Collection(layout="Moodle", handed=(one, one), aside=("a.csv",)), 1, PLAIN))
    for part in ("hw1", "Moodle", "2, 1 to grade, 1 graded already", "a.csv"):
        assert part in said


def row(student: str, status: Status = Status.GRADED, **given: Any) -> Row:
    return Row(student=student, status=status, **given)


def told(*rows: Row, strangers: tuple[str, ...] = ()) -> str:
    lines = closing_lines(Class(title="x", when="", rows=rows), "reports/hw1", strangers, PLAIN)
    return " ".join(" ".join(lines).split())


def test_the_closing_counts_and_says_what_to_do_next() -> None:
    rows = (row("a"), row("b", Status.UNUSABLE), row("c", Status.ERROR), row("d", waiting="1 of 5 points."))
    said = told(*rows, row("Eva", Status.MISSING), row("Jan", Status.MISSING), strangers=("Max",))
    assert "4 students: 2 graded, 1 unusable, 1 error." in said
    assert "2 students of the roster: Eva, Jan." in said
    assert "Not on the roster, and graded: Max." in said
    assert "d: 1 of 5 points." in said
    assert "--accept-lower" in said
    assert "--regrade errors" in said
    assert "--" not in told(*rows[:2])
