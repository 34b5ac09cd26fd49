"""The heart of the tests: each program of the zoo fails exactly what it declares.

A known-bad program proves that a check bites, a known-good one that it bites nobody else. Hints fire
where they are declared and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from grading import grade_from
from kill_matrix.declarations import Declared, zoo
from kill_matrix.reproduced import misshown

from harness.model import Result, Verdict
from harness.nursery import Nursery
from harness.requirement import load_suites

ZOO = zoo()


def told(results: list[Result]) -> str:
    lines = []
    for each in results:
        for attempt in each.attempts:
            if attempt.verdict is not Verdict.PASS:
                evidence = attempt.evidence
                words = (evidence.sent, evidence.observed, evidence.difference) if evidence else (attempt.reason,)
                tail = (attempt.output.tail or attempt.output.head)[-300:]
                lines.append(f"{each.id} {attempt.subject} {attempt.verdict}: {words} {attempt.exit} {tail!r}")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """One for all, with what most of them load."""
    with Nursery("hypothesis.strategies") as shared:
        yield shared


@pytest.mark.parametrize("declared", ZOO, ids=[each.name for each in ZOO])
def test_a_program_fails_exactly_what_it_declares(declared: Declared, nursery: Nursery, tmp_path: Path) -> None:
    results = grade_from(nursery, declared.path, programs=(declared.program,))
    failed = {each.id.partition(".")[2] for each in results if each.verdict is Verdict.FAIL}
    errors = [each.id for each in results if each.verdict is Verdict.ERROR]
    assert (failed, errors) == (set(declared.fails), []), f"{declared.flaw}\n{told(results)}"
    fired = {
        (each.id.partition(".")[2], attempt.evidence.hint)
        for each in results
        for attempt in each.attempts
        if attempt.evidence is not None and attempt.evidence.hint
    }
    assert fired == set(declared.hints)
    assert list(misshown(declared, results, tmp_path)) == []


@pytest.mark.parametrize("program", sorted(load_suites()))
def test_every_requirement_has_a_program_that_fails_it(program: str) -> None:
    failed = {name for each in ZOO if each.program == program for name in each.fails}
    assert failed == {each.name for each in load_suites()[program]}


@pytest.mark.parametrize("program", sorted(load_suites()))
def test_every_hint_has_a_program_on_which_it_fires(program: str) -> None:
    fired = {hint for each in ZOO if each.program == program for _, hint in each.hints}
    assert fired == {hint.name for hint in load_suites()[program].hints}


def test_a_known_good_program_fails_nothing_that_costs_points() -> None:
    costly = {suite.identifier(each) for suite in load_suites().values() for each in suite if each.level.points}
    for declared in ZOO:
        if declared.path.parent.name == "known_good":
            assert not {f"{declared.program}.{name}" for name in declared.fails} & costly, declared.name


def test_every_known_bad_program_says_what_its_flaw_is() -> None:
    assert [each.name for each in ZOO if each.path.parent.name == "known_bad" and not each.flaw] == []
