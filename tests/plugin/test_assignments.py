"""What an assignment asks for reaches the program that is graded, and its results."""

from __future__ import annotations

from pathlib import Path

import pytest
from grading import grade

import suites
from harness.engine import carry_out
from harness.model import Assignment, Entry, Footer, Header, Plan, Result, Verdict
from harness.nursery import Nursery
from harness.submission import read_asked

REFERENCE = Path(suites.__file__).parent.parent / "reference"
FIXED = Path(suites.__file__).parent / "http_get" / "known_good" / "lecture_with_time_limit.py"


def test_a_program_that_is_missing_fails_beside_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "tcp_echo.py").write_bytes((REFERENCE / "tcp_echo.py").read_bytes())
    asked = Assignment(programs=("tcp-echo", "udp-time"), points={"udp-time.starts": 7}, hidden=("starts",))
    log: list[Entry] = []
    submission = read_asked(str(tmp_path), asked.programs)
    plan = Plan(submission=submission, seed=7, assignment=asked, only=("starts", "answers-empty"))
    with Nursery() as nursery:
        carry_out(plan, nursery, log.append)
    results = {each.id: each for each in log if isinstance(each, Result)}
    assert {name: each.verdict for name, each in results.items()} == {
        "tcp-echo.starts": Verdict.PASS,
        "udp-time.starts": Verdict.FAIL,
        "udp-time.answers-empty": Verdict.BLOCKED,
    }
    assert (results["udp-time.starts"].worth, results["udp-time.starts"].hidden) == (7, True)
    header, footer = log[0], log[-1]
    assert isinstance(header, Header)
    assert header.assignment == asked
    assert isinstance(footer, Footer)
    assert footer.results == 3


def test_a_submission_that_holds_nothing_of_what_is_asked_for_is_graded_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "essay.md").write_text("Dear teacher,\n")
    log: list[Entry] = []
    with Nursery() as nursery:
        carry_out(Plan(submission=read_asked(str(tmp_path), ("tcp-echo",)), seed=7), nursery, log.append)
    results = [each for each in log if isinstance(each, Result)]
    assert {each.verdict for each in results} == {Verdict.FAIL, Verdict.BLOCKED}
    footer = log[-1]
    assert isinstance(footer, Footer)
    assert footer.results == len(results)


@pytest.mark.parametrize(("asks", "verdict"), [(False, Verdict.SKIPPED), (True, Verdict.FAIL)])
def test_a_program_without_arguments_fails_what_needs_them_only_where_they_are_asked_for(
    asks: bool, verdict: Verdict
) -> None:
    results = grade(FIXED, ("http-get",), only=("encodes-query",), assignment=Assignment(arguments=asks))
    assert {each.id: each.verdict for each in results} == {
        "http-get.requests": Verdict.PASS,
        "http-get.query": Verdict.PASS,
        "http-get.encodes-query": verdict,
    }


def test_a_package_that_is_not_allowed_cannot_be_imported(tmp_path: Path) -> None:
    path = tmp_path / "http_get.py"
    path.write_text("import sys, requests\nprint(requests.get(sys.argv[1], timeout=5).text)\n")
    (allowed,) = grade(path, ("http-get",), only=("http-get.requests",))
    (refused,) = grade(path, ("http-get",), only=("http-get.requests",), assignment=Assignment(packages=()))
    assert (allowed.verdict, refused.verdict) == (Verdict.PASS, Verdict.FAIL)
    assert b"No module named 'requests'" in refused.attempts[0].output.head
