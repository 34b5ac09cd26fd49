"""Which of two grades stands, which attempt is the best, and what a grade hangs on."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from harness.classroom.grade import Grade, Place, best, place_for
from harness.classroom.keys import Keys, configuration_of
from harness.classroom.model import Status
from harness.model import Assignment
from harness.requirement import load_suites


def grade(points: int = 0, most: int = 10, status: Status = Status.GRADED, **given: Any) -> Grade:
    return Grade(status=status, points=points, max_points=most, **given)


ERROR = grade(9, 9, Status.ERROR)
UNUSABLE = grade(0, 0, Status.UNUSABLE)


@pytest.mark.parametrize(
    ("new", "standing", "place"),
    [
        (ERROR, None, Place.STANDING),
        (ERROR, UNUSABLE, Place.STANDING),
        (ERROR, ERROR, Place.STANDING),
        (ERROR, grade(0), Place.FAILED),
        (grade(0), ERROR, Place.STANDING),
        (grade(0), UNUSABLE, Place.STANDING),
        (grade(5), grade(5), Place.STANDING),
        (grade(4), grade(5), Place.WITHHELD),
        # the share counts: another assignment, other points
        (grade(5, 12), grade(5, 10), Place.WITHHELD),
        (grade(4, 5), grade(5, 10), Place.STANDING),
        (grade(0, 0), grade(5), Place.WITHHELD),
        (UNUSABLE, grade(5), Place.WITHHELD),
        (UNUSABLE, grade(0), Place.STANDING),
    ],
)
def test_an_error_never_replaces_a_grade_and_a_lower_one_waits(
    new: Grade, standing: Grade | None, place: Place
) -> None:
    assert place_for(new, standing, accept_lower=False) is place
    accepted = Place.FAILED if place is Place.FAILED else Place.STANDING
    assert place_for(new, standing, accept_lower=True) is accepted


@pytest.mark.parametrize(
    ("grades", "index"),
    [
        ([grade(5), grade(3)], 0),
        ([grade(5), grade(5)], 1),
        ([grade(5, 10), grade(4, 5)], 1),
        ([grade(0), UNUSABLE], 0),
        ([ERROR, grade(1)], 1),
        ([UNUSABLE], 0),
    ],
)
def test_the_best_attempt_has_the_largest_share_and_is_the_latest_of_equals(grades: list[Grade], index: int) -> None:
    assert best(grades) == index


def test_a_grade_hangs_on_its_suites_and_on_no_others() -> None:
    suites = load_suites()
    one = grade(programs=("tcp-echo",))
    keys, fewer = Keys(suites, "c"), Keys({"tcp-echo": suites["tcp-echo"]}, "c")
    assert keys.of("content", one) == fewer.of("content", one)
    others = [
        keys.of("other", one),
        Keys(suites, "d").of("content", one),
        Keys({"tcp-echo": suites["udp-time"]}, "c").of("content", one),
    ]
    assert len({keys.of("content", one), *others}) == 4


def test_a_configuration_hangs_on_words_interpreter_and_what_is_asked() -> None:
    asked = Assignment(title="Sockets", origin="hw1/assignment.toml", points={"starts": 1, "s*": 2})
    first = configuration_of(("--seed", "7"), "3.11.7", asked)
    assert first == configuration_of(("--seed", "7"), "3.11.7", replace(asked, origin="elsewhere.toml"))
    others = [
        configuration_of(("--seed", "8"), "3.11.7", asked),
        configuration_of(("--seed", "7"), "3.12.1", asked),
        configuration_of(("--seed", "7"), "3.11.7", replace(asked, points={"s*": 2, "starts": 1})),
        configuration_of(("--seed", "7"), "3.11.7", replace(asked, hidden=("starts",))),
    ]
    assert len({first, *others}) == 5
