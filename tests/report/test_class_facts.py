"""The numbers of a class are what its rows say."""

from __future__ import annotations

import pytest

from harness.classroom.model import Class, Outcome, Row, Status
from harness.model import Level, Verdict
from harness.report.class_facts import (
    alike,
    changes,
    hardest,
    histogram,
    identifiers,
    normalised,
    shares_of,
    spread,
)


def outcome(name: str, verdict: Verdict, observed: str = "", level: Level = Level.MUST) -> Outcome:
    return Outcome(id=f"p.{name}", level=level, verdict=verdict, points=0, max_points=4, observed=observed)


def row(student: str, *results: Outcome, points: int = 0, most: int = 10, previous: int | None = None) -> Row:
    return Row(
        student=student,
        status=Status.GRADED,
        points=points,
        max_points=most,
        complete=True,
        results=results,
        previous=previous,
    )


def class_of(*rows: Row) -> Class:
    return Class(title="t", when="2026-11-28T18:30:00Z", rows=rows)


UNUSABLE = Row(student="u", status=Status.UNUSABLE, points=0, max_points=0)
FAILED_BY_ERROR = Row(student="e", status=Status.ERROR, points=0, max_points=10)


def test_only_what_is_graded_has_a_share() -> None:
    assert shares_of(class_of(row("a", points=5), UNUSABLE, FAILED_BY_ERROR, row("b", most=0))) == [0.5]


@pytest.mark.parametrize(
    ("shares", "quartiles"),
    [([0.5], (0.5, 0.5, 0.5)), ([0.0, 1.0], (0.25, 0.5, 0.75)), ([1.0, 0.2, 0.6, 0.4, 0.8], (0.4, 0.6, 0.8))],
)
def test_quartiles_are_those_of_the_whole_class(shares: list[float], quartiles: tuple[float, float, float]) -> None:
    found = spread(shares)
    assert found
    assert (found.lower, found.median, found.upper) == pytest.approx(quartiles)


def test_of_nobody_there_is_no_median() -> None:
    assert spread([]) is None


def test_only_all_points_are_in_the_last_bin() -> None:
    bins = histogram(class_of(*(row("a", points=points, most=281) for points in (0, 28, 29, 280, 281)), UNUSABLE))
    assert bins == (2, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1)


def test_a_share_is_of_those_it_was_tried_on() -> None:
    verdicts = (Verdict.FAIL, Verdict.PASS, Verdict.BLOCKED, Verdict.SKIPPED, Verdict.ERROR)
    (found,) = hardest(class_of(*(row("a", outcome("x", verdict)) for verdict in verdicts)))
    assert (found.failed, found.tried, found.blocked, found.share) == (1, 2, 1, 0.5)
    assert not found.nobody
    assert not found.nearly_all


def test_what_nobody_and_what_nearly_all_fail_is_flagged() -> None:
    hard = [row("a", outcome("hard", Verdict.FAIL), outcome("easy", Verdict.PASS)) for _ in range(10)]
    one = row("b", outcome("hard", Verdict.PASS), outcome("never", Verdict.BLOCKED))
    first, *others = hardest(class_of(*hard, one))
    assert (first.id, first.nearly_all, first.nobody) == ("p.hard", True, False)
    assert [(each.id, each.nobody) for each in others] == [("p.easy", True), ("p.never", False)]
    assert not hardest(class_of(*hard[:9], one))[0].nearly_all  # nine of ten are not over 90 %


def test_an_option_that_all_leave_out_is_no_fault_of_the_check() -> None:
    option = outcome("ipv6", Verdict.FAIL, "It was refused.", Level.MAY)
    whole = class_of(row("a", option), row("b", option))
    assert not hardest(whole)[0].nearly_all
    assert alike(whole) == []


def test_requirements_keep_the_order_of_the_longest_results() -> None:
    short = row("a", outcome("z", Verdict.PASS), outcome("own", Verdict.PASS))
    long = row("b", *(outcome(name, Verdict.PASS) for name in "xyz"))
    assert identifiers(class_of(short, long)) == ["p.x", "p.y", "p.z", "p.own"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("65,536 bytes back; then a reset at 3.6 ms.", "1 byte back; then a reset at 1.25 s."),
        ("An answer from 127.0.0.1:40312.", "An answer from 127.0.0.1:51007."),
        ("It listened on port 20000 instead.", "It listened on port 8080 instead."),
        (r"""b'ab\'c\n' back.""", """b"it's" back."""),
        ("Received 0x0a at offset 2 (0x2).", "Received 0xFF at offset 65,536 (0x10000)."),
        ("The nonce 5a0c7b61f3 came back.", "The nonce 91be02d4aa came back."),
        ("It went on for 2 min 5 s.", "It went on for 12.5 s."),
        ("Wed Aug 15 20:35:08 2012.", "Wed Aug 15 07:05:59 2012."),
    ],
)
def test_what_differs_by_drawn_values_alone_is_the_same_failure(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("8 bytes back; then a reset at 3.6 ms.", "8 bytes back; then end of stream at 3.6 ms."),
        ("Nothing came.", "8 bytes came."),
        ("ValueError: 'a'", "ValueError: 'b'"),
        ("The facade was defaced.", "The effaced was decade."),
    ],
)
def test_what_differs_in_words_is_not(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_failures_are_grouped_by_requirement_and_observation() -> None:
    reset = [row(name, outcome("x", Verdict.FAIL, f"{at} bytes, then a reset.")) for at, name in enumerate("abc")]
    silent = [row(name, outcome("x", Verdict.FAIL, "Nothing.")) for name in "de"]
    alone = row("f", outcome("x", Verdict.FAIL, "Garbage."), outcome("y", Verdict.FAIL, "Nothing."))
    first, second = alike(class_of(*silent, *reset, alone))
    assert (first.id, first.observed) == ("p.x", "0 bytes, then a reset.")
    assert [each.student for each in first.rows] == ["a", "b", "c"]
    assert [each.student for each in second.rows] == ["d", "e"]


def test_changes_are_told_by_points_before_and_after() -> None:
    before = {"up": (5, 3), "down": (1, 3), "same": (3, 3), "new": (3, None)}
    found = changes([*(row(name, points=now, previous=then) for name, (now, then) in before.items()), UNUSABLE])
    assert [each.student for each in (*found.rose, *found.fell, *found.new)] == ["up", "down", "new"]
    assert found.same == 1
