"""A program that is asked for and missing earns nothing, and says so once."""

from __future__ import annotations

from harness.model import Level, Missing, Result, Verdict
from harness.report.reproduction import why_none
from harness.verdict.absent import absent
from harness.verdict.scoring import Score, fix_first, total


def task(name: str, *needs: str) -> Result:
    return Result(
        id=f"p.{name}",
        program="p",
        level=Level.MUST,
        verdict=Verdict.BLOCKED,
        title="t",
        why="w",
        source="s",
        seconds=0.0,
        worth=4,
        needs=tuple(f"p.{need}" for need in needs),
    )


def test_what_needs_nothing_fails_and_the_rest_is_blocked_by_what_it_needs() -> None:
    tasks = [task("starts"), task("echoes", "starts"), task("many", "echoes", "starts")]
    results = list(absent(tasks, Missing(name="p", reason="No program p was found.", cure="Hand it in.")))
    assert [(each.verdict, each.blocked_by) for each in results] == [
        (Verdict.FAIL, None),
        (Verdict.BLOCKED, "p.starts"),
        (Verdict.BLOCKED, "p.echoes"),
    ]
    evidence = results[0].attempts[0].evidence
    assert evidence is not None
    assert (evidence.observed, evidence.cause) == ("No program p was found.", "Hand it in.")
    assert why_none(results[0]) == "There is no program to be run."
    assert total(results) == Score(0, 12)
    assert [fix.gain for fix in fix_first(results)] == [12]
