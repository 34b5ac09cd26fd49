"""What is tried when, and the one result of each requirement, whatever the order in which answers come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from harness.model import Attempt, Level, Result, Verdict
from harness.verdict.attempts import Decision, Tried
from harness.verdict.schedule import TRIES, Schedule

PASS, FAIL, ERROR, SKIPPED, BLOCKED = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.ERROR,
    Verdict.SKIPPED,
    Verdict.BLOCKED,
)
TREE = {"a": (), "b": ("a",), "c": ("b",), "d": ()}


def tasks(needs: Mapping[str, Sequence[str]]) -> list[Result]:
    return [
        Result(
            id=name,
            program="p",
            level=Level.MUST,
            verdict=BLOCKED,
            title="",
            why="",
            source="",
            seconds=0.0,
            worth=4,
            needs=tuple(needed),
        )
        for name, needed in needs.items()
    ]


def tried(name: str, verdict: Verdict, *, flaky: bool = False) -> Tried:
    reason = "busy" if verdict is ERROR else ""
    return Tried(name, Decision(verdict, (Attempt(verdict=verdict, seconds=1.0),), flaky, reason), 1.0)


def carried_out(
    needs: Mapping[str, Sequence[str]], answers: Mapping[str, Sequence[Verdict]], at_once: int = 1, last: str = ""
) -> tuple[list[str], dict[str, Result]]:
    """The order of tries, and the results; ``at_once`` are tried side by side, and ``last`` ends last of them."""
    schedule = Schedule(tasks(needs))
    left = {name: list(given) for name, given in answers.items()}
    order: list[str] = []
    going: list[str] = []
    results: dict[str, Result] = {}
    while not schedule.done:
        while len(going) < at_once and (task := schedule.take()) is not None:
            order.append(task.id)
            going.append(task.id)
        ended = min(going, key=lambda name: (name == last, going.index(name)))
        going.remove(ended)
        for result in schedule.settle(tried(ended, left[ended].pop(0) if ended in left else PASS)):
            assert result.id not in results, "one result per requirement"
            results[result.id] = result
    assert results.keys() == needs.keys()
    return order, results


def test_requirements_are_tried_in_their_order_and_each_once() -> None:
    order, results = carried_out(TREE, {})
    assert order == list(TREE)
    assert {each.verdict for each in results.values()} == {PASS}


def test_an_error_is_tried_again_after_everything_else_and_its_last_result_is_the_one() -> None:
    order, results = carried_out(TREE, {"d": [ERROR, PASS], "a": [ERROR, PASS]})
    # what needs ``a`` waits for it
    assert order == ["a", "d", "a", "b", "c", "d"]
    assert (results["a"].verdict, results["a"].reason, results["a"].seconds) == (PASS, "", 2.0)
    assert [each.verdict for each in results["a"].attempts] == [ERROR, PASS]


@pytest.mark.parametrize(("later", "others"), [(PASS, PASS), (FAIL, BLOCKED)])
def test_what_needs_a_requirement_that_is_tried_again_waits_for_its_verdict(later: Verdict, others: Verdict) -> None:
    _, results = carried_out(TREE, {"a": [ERROR, later]})
    assert [results[name].verdict for name in "abcd"] == [later, others, others, PASS]


def test_an_error_stands_after_three_tries_and_holds_nothing_up() -> None:
    order, results = carried_out(TREE, {"a": [ERROR] * TRIES})
    assert order.count("a") == TRIES == 3
    assert [results[name].verdict for name in "abcd"] == [ERROR, PASS, PASS, PASS]
    assert results["a"].reason == "busy"


def test_a_failure_after_an_error_keeps_all_attempts() -> None:
    _, results = carried_out(TREE, {"d": [ERROR, ERROR, FAIL]})
    assert [each.verdict for each in results["d"].attempts] == [ERROR, ERROR, FAIL]


def test_what_is_blocked_names_the_first_need_that_was_not_met() -> None:
    needs = {"a": (), "b": (), "c": ("a", "b"), "d": ("c",)}
    for at_once, last in ((1, ""), (2, "a"), (2, "b")):
        _, results = carried_out(needs, {"a": [FAIL], "b": [FAIL]}, at_once, last)
        assert [results[name].blocked_by for name in "cd"] == ["a", "c"]
        assert results["c"].attempts == ()


@pytest.mark.parametrize("at_once", [1, 2, 5])
@pytest.mark.parametrize("last", list(TREE))
def test_results_are_the_same_however_many_are_tried_at_once(at_once: int, last: str) -> None:
    answers = {"a": [ERROR, PASS], "b": [FAIL], "d": [SKIPPED]}
    alone = carried_out(TREE, answers)[1]
    assert carried_out(TREE, answers, at_once, last)[1] == alone


def taken(schedule: Schedule, without: Sequence[str] = ()) -> str:
    task = schedule.take(without)
    return task.id if task else "none"


def test_what_waits_by_nature_is_tried_before_others_and_after_what_it_needs() -> None:
    needs = {"a": (), "b": (), "c": ("a",)}
    schedule = Schedule(tasks(needs), first=("c",))
    assert [taken(schedule), taken(schedule), taken(schedule)] == ["a", "b", "none"]
    schedule = Schedule(tasks(needs), first=("c",))
    assert taken(schedule) == "a"
    schedule.settle(tried("a", PASS))
    assert taken(schedule) == "c"


def test_tasks_of_a_program_can_be_left_to_somebody_else() -> None:
    schedule = Schedule(tasks(TREE))
    assert [taken(schedule, without=("p",)), taken(schedule, without=("q",))] == ["none", "a"]


def test_what_is_given_up_is_blocked_for_that_reason_and_by_no_requirement() -> None:
    schedule = Schedule(tasks(TREE))
    schedule.take()
    schedule.settle(tried("a", PASS))
    schedule.take()
    rest = schedule.give_up("time is up")
    assert [(each.id, each.verdict, each.blocked_by, each.reason) for each in rest] == [
        (name, BLOCKED, None, "time is up") for name in "bcd"
    ]
    assert schedule.done


def test_a_task_that_was_tried_before_it_was_given_up_keeps_its_attempts() -> None:
    schedule = Schedule(tasks({"a": ()}))
    schedule.take()
    assert schedule.settle(tried("a", ERROR, flaky=True)) == []
    (given_up,) = schedule.give_up("time is up")
    assert (len(given_up.attempts), given_up.flaky) == (1, False)
