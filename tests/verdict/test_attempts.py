"""From attempts to a verdict: every path through the rules, with attempts that are scripted."""

from __future__ import annotations

import pytest

from harness.model import Attempt, Evidence, Verdict
from harness.verdict.attempts import Decision, Subject, decide

PASS, FAIL, LATE, ERROR, SKIP = "pass", "fail", "late", "error", "skip"


def attempt(word: str, subject: Subject = Subject.SUBMISSION) -> Attempt:
    evidence = Evidence(sent="", expected="", observed="", late=word == LATE) if word in {FAIL, LATE} else None
    verdict = {LATE: Verdict.FAIL, SKIP: Verdict.SKIPPED}.get(word) or Verdict(word)
    return Attempt(verdict=verdict, seconds=0.0, subject=subject, evidence=evidence, reason=f"because of {word}")


def decided(*script: str, reference: str | None = None) -> Decision:
    """The decision on that script; every attempt of it must be used, and none beyond it asked for.

    ``reference`` says, separated by commas, what the control runs come to.
    """
    waiting = list(script)
    controls = reference.split(",") if reference else []

    def run(subject: Subject) -> Attempt:
        return attempt((waiting if subject is Subject.SUBMISSION else controls).pop(0), subject)

    decision = decide(run)
    assert (waiting, controls) == ([], [])
    return decision


@pytest.mark.parametrize(
    ("script", "reference", "verdict", "flaky"),
    [
        ((PASS,), None, Verdict.PASS, False),
        ((SKIP,), None, Verdict.SKIPPED, False),
        ((FAIL, FAIL), None, Verdict.FAIL, False),
        ((FAIL, PASS, PASS), None, Verdict.PASS, True),
        ((FAIL, PASS, FAIL), None, Verdict.FAIL, True),
        ((LATE, LATE), f"{PASS},{PASS}", Verdict.FAIL, False),
        # the machine was too busy, at one time or another: nothing is known yet
        ((LATE,), FAIL, Verdict.ERROR, False),
        ((LATE,), LATE, Verdict.ERROR, False),
        ((LATE,), ERROR, Verdict.ERROR, False),
        ((LATE,), SKIP, Verdict.ERROR, False),
        ((LATE, LATE), f"{PASS},{LATE}", Verdict.ERROR, False),
        ((LATE, PASS, PASS), PASS, Verdict.PASS, True),
        ((LATE, PASS, LATE), f"{PASS},{PASS}", Verdict.FAIL, True),
        ((LATE, PASS, LATE), f"{PASS},{FAIL}", Verdict.ERROR, False),
        # a failure that is no matter of time needs no control
        ((LATE, FAIL), PASS, Verdict.FAIL, False),
        ((FAIL, LATE), PASS, Verdict.FAIL, False),
        ((FAIL, LATE), LATE, Verdict.ERROR, False),
        ((FAIL, PASS, LATE), PASS, Verdict.FAIL, True),
        ((ERROR, PASS), None, Verdict.PASS, False),
        ((ERROR, ERROR), None, Verdict.ERROR, False),
        ((ERROR, SKIP), None, Verdict.SKIPPED, False),
        ((ERROR, FAIL, FAIL), None, Verdict.FAIL, False),
        ((ERROR, FAIL, PASS, PASS), None, Verdict.PASS, True),
        ((ERROR, LATE), FAIL, Verdict.ERROR, False),
        ((FAIL, PASS, SKIP), None, Verdict.SKIPPED, True),
        # an error is no side of a flaky verdict: it is tried again wherever it comes
        ((FAIL, ERROR, FAIL), None, Verdict.FAIL, False),
        ((FAIL, ERROR, ERROR), None, Verdict.ERROR, False),
        ((FAIL, ERROR, PASS, PASS), None, Verdict.PASS, True),
        ((FAIL, PASS, ERROR, FAIL), None, Verdict.FAIL, True),
        ((FAIL, PASS, ERROR, ERROR), None, Verdict.ERROR, True),
    ],
)
def test_a_verdict_follows_from_its_attempts(
    script: tuple[str, ...], reference: str | None, verdict: Verdict, flaky: bool
) -> None:
    decision = decided(*script, reference=reference)
    assert (decision.verdict, decision.flaky) == (verdict, flaky)
    assert len(decision.attempts) == len(script) + len(reference.split(",") if reference else ())


@pytest.mark.parametrize(("word", "verdict"), [(SKIP, Verdict.SKIPPED), (ERROR, Verdict.ERROR)])
def test_the_reason_of_what_was_not_judged_is_told(word: str, verdict: Verdict) -> None:
    decision = decided(*([word] if word == SKIP else [word, word]))
    assert (decision.verdict, decision.reason) == (verdict, f"because of {word}")


@pytest.mark.parametrize("script", [(PASS,), (FAIL, FAIL), (FAIL, PASS, PASS)])
def test_what_was_judged_needs_no_reason(script: tuple[str, ...]) -> None:
    assert decided(*script).reason == ""


def test_a_reference_that_is_late_too_is_the_reason_for_an_error() -> None:
    assert "this machine was too busy" in decided(LATE, reference=LATE).reason


def test_a_control_run_comes_right_after_each_failure_by_time() -> None:
    asked: list[Subject] = []

    def run(subject: Subject) -> Attempt:
        asked.append(subject)
        return attempt(PASS if subject is Subject.REFERENCE else LATE, subject)

    decide(run)
    assert asked == [Subject.SUBMISSION, Subject.REFERENCE] * 2


def test_a_failure_without_evidence_is_no_failure_by_time() -> None:
    decision = decide(lambda _: Attempt(verdict=Verdict.FAIL, seconds=0.0))
    assert decision.verdict is Verdict.FAIL
