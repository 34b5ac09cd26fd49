"""Points go by level and verdict, and causes come before what they block."""

from __future__ import annotations

import pytest

from harness.model import Level, Result, Verdict
from harness.verdict.scoring import Score, fix_first, score, total


def result(name: str, verdict: Verdict, level: Level = Level.MUST, **others: object) -> Result:
    facts: dict[str, object] = {"title": "", "why": "", "source": "", "seconds": 0.0, "worth": level.points, **others}
    return Result(id=f"p.{name}", program="p", level=level, verdict=verdict, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verdict", "level", "expected"),
    [
        (Verdict.PASS, Level.MUST, Score(4, 4)),
        (Verdict.PASS, Level.SHOULD, Score(1, 1)),
        (Verdict.PASS, Level.MAY, Score(0, 0)),
        (Verdict.FAIL, Level.MUST, Score(0, 4)),
        (Verdict.FAIL, Level.SHOULD, Score(0, 1)),
        (Verdict.BLOCKED, Level.MUST, Score(0, 4)),
        (Verdict.SKIPPED, Level.MUST, Score(0, 0)),
        (Verdict.ERROR, Level.MUST, Score(0, 0)),
    ],
)
def test_points_follow_level_and_verdict(verdict: Verdict, level: Level, expected: Score) -> None:
    assert score(result("x", verdict, level)) == expected


def test_points_add_up() -> None:
    assert total([result("a", Verdict.PASS), result("b", Verdict.FAIL), result("c", Verdict.ERROR)]) == Score(4, 8)


def test_a_failure_counts_what_it_blocks_however_far_down() -> None:
    results = [
        result("own", Verdict.FAIL),
        result("root", Verdict.FAIL),
        result("child", Verdict.BLOCKED, blocked_by="p.root"),
        result("grandchild", Verdict.BLOCKED, Level.SHOULD, blocked_by="child"),
    ]
    first, second = fix_first(results)
    assert (first.result.id, first.gain, first.blocked) == ("p.root", 9, ("p.child", "p.grandchild"))
    assert (second.result.id, second.gain) == ("p.own", 4)


def test_a_cause_comes_before_a_dearer_failure_that_needs_it() -> None:
    results = [
        result("cause", Verdict.FAIL, Level.SHOULD),
        result("dear", Verdict.FAIL, needs=("between",)),
        result("between", Verdict.PASS, needs=("cause",)),
    ]
    assert [fix.result.id for fix in fix_first(results)] == ["p.cause", "p.dear"]


def test_at_most_three_are_named_and_options_never() -> None:
    results = [result("may", Verdict.FAIL, Level.MAY), *(result(str(n), Verdict.FAIL) for n in range(5))]
    assert [fix.result.id for fix in fix_first(results)] == ["p.0", "p.1", "p.2"]


def test_circles_in_a_foreign_log_come_to_an_end() -> None:
    results = [
        result("a", Verdict.FAIL, needs=("b",)),
        result("b", Verdict.FAIL, needs=("a",)),
        result("c", Verdict.BLOCKED, blocked_by="d"),
        result("d", Verdict.BLOCKED, blocked_by="c"),
        result("e", Verdict.BLOCKED, blocked_by="nobody"),
    ]
    assert [fix.result.id for fix in fix_first(results)] == ["p.a", "p.b"]
