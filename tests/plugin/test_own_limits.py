"""Whose fault it is when a client's own time limit runs out on a busy machine: nobody can tell."""

from __future__ import annotations

import pytest

from harness.model import Attempt, Evidence, Output, Verdict
from harness.plugin.own_limits import excused

FAILED = Attempt(
    verdict=Verdict.FAIL,
    seconds=9.0,
    evidence=Evidence(sent="", expected="", observed=""),
    output=Output(head=b"java.net.http.HttpConnectTimeoutException: HTTP connect timed out\n"),
    exit="exited with status 1",
)


def failed(said: bytes, exit_: str = "exited with status 1") -> Attempt:
    return Attempt(verdict=Verdict.FAIL, seconds=9.0, output=Output(tail=said), exit=exit_)


def test_a_limit_of_its_own_that_ran_out_while_it_waited_for_a_processor_is_an_error() -> None:
    record = excused(FAILED, 20.0)
    assert (record.verdict, record.evidence) == (Verdict.ERROR, None)
    assert "20 s" in record.reason
    assert excused(failed(b"", "was killed by SIGALRM"), 20.0).verdict is Verdict.ERROR


@pytest.mark.parametrize(
    ("record", "waited"),
    [(FAILED, 0.3), (failed(b"KeyError: 'user'"), 20.0), (Attempt(verdict=Verdict.PASS, seconds=1.0), 20.0)],
)
def test_every_other_attempt_stays_what_it_is(record: Attempt, waited: float) -> None:
    assert excused(record, waited) is record
