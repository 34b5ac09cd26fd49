"""The same submission and the same seed come to the same results, whatever is tried beside what, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from grading import entries

import reference
import suites
from harness.log.reader import Log, parse_log
from harness.log.writer import encoded
from harness.model import Result, Verdict
from harness.report.results import results_of

ROOT = Path(suites.__file__).parent
SUBJECTS = {
    "udp-time": Path(reference.__file__).parent / "udp_time.py",
    # fails in the middle, and blocks
    "tcp-echo": ROOT / "tcp_echo" / "known_bad" / "sequential.py",
    "echo-client": ROOT / "echo_client" / "known_bad" / "forgets_to_print.py",
}
ONLY = {
    "tcp-echo": ("keeps-order", "half-close", "hundred-clients", "stalled-reader", "idles", "stops", "survives-reset")
}


def graded(program: str, **plan: Any) -> Log:
    plan = {"only": ONLY.get(program, ()), **plan}
    return parse_log([encoded(entry) for entry in entries(SUBJECTS[program], (program,), **plan)])


def told(log: Log) -> dict[str, Any]:
    """``results.json`` without times; of what is not a pass only the verdict: where bytes end may vary."""
    results = msgspec.to_builtins(results_of(log))
    results["seconds"] = 0
    for program in results["programs"]:
        for each in program["requirements"]:
            each["seconds"] = 0
            if each["verdict"] != "pass":
                each["observed"] = each["hint"] = ""
    assert isinstance(results, dict)
    return results


def verdicts(log: Log) -> dict[str, tuple[Verdict, str | None]]:
    return {each.id: (each.verdict, each.blocked_by) for each in log.results}


@pytest.mark.parametrize("program", SUBJECTS)
def test_results_are_the_same_alone_and_side_by_side(program: str) -> None:
    alone, together = graded(program), graded(program, jobs=4)
    assert [each.id for each in together.results] == list(together.header.planned)
    assert told(alone) == told(together)


def test_a_requirement_comes_to_the_same_by_itself() -> None:
    whole = verdicts(graded("tcp-echo", jobs=2))
    alone = verdicts(graded("tcp-echo", only=("tcp-echo.hundred-clients",)))
    assert {each: whole[each] for each in alone} == alone


def test_every_requirement_has_one_result_in_the_log() -> None:
    log = entries(SUBJECTS["udp-time"], ("udp-time",), jobs=3, only=("idles", "time-passes", "one-reply"))
    ids = [each.id for each in log if isinstance(each, Result)]
    assert len(ids) == len(set(ids))
