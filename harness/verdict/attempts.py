"""From attempts to one decision: a failure is confirmed before it is told (DESIGN.md).

Owns the rules of repetition right then; ``schedule`` owns those of later in the run. Pure but for the ``run`` it is
given: knows no process and no pytest.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from harness.model import Attempt, Frozen, Verdict

_TOO_BUSY = "A time limit passed, and the reference did not keep it either just then: this machine was too busy."


class Subject(StrEnum):
    """Whose program an attempt runs: the submission's, or the reference's as a control."""

    SUBMISSION = "submission"
    REFERENCE = "reference"


class Decision(Frozen, frozen=True):
    """The verdict, the attempts that led to it in order, and whether they disagreed."""

    verdict: Verdict
    attempts: tuple[Attempt, ...]
    flaky: bool = False
    reason: str = ""


class Tried(Frozen, frozen=True):
    """What came of trying the requirement ``id``, in that many seconds."""

    id: str
    decision: Decision
    seconds: float


def decide(run: Callable[[Subject], Attempt]) -> Decision:
    """Run a requirement until its verdict can be believed, or it is seen that none can be reached right now.

    A pass stands at once. A failure is repeated in a fresh process; where the two differ a third
    decides, and the verdict is flaky. A failure that rests on time limits alone stands only if the
    reference keeps them right then; otherwise it is an error (SPEC.md, rule 4). An error is tried once more.
    """
    attempts: list[Attempt] = []

    def tried() -> Verdict:
        attempts.append(run(Subject.SUBMISSION))
        if attempts[-1].verdict is Verdict.ERROR:
            attempts.append(run(Subject.SUBMISSION))
        return attempts[-1].verdict

    if tried() is not Verdict.FAIL:
        return _settled(attempts)
    second = tried()
    # an error is no answer: a failure can differ from a pass, or from what does not apply
    flaky = second in {Verdict.PASS, Verdict.SKIPPED}
    last = tried() if flaky else second
    return _controlled(attempts, run, flaky=flaky) if last is Verdict.FAIL else _settled(attempts, flaky=flaky)


def _controlled(attempts: list[Attempt], run: Callable[[Subject], Attempt], *, flaky: bool) -> Decision:
    failed = [each for each in attempts if each.verdict is Verdict.FAIL]
    if all(each.evidence is not None and each.evidence.late for each in failed):
        control = run(Subject.REFERENCE)
        if control.verdict is not Verdict.PASS:
            return Decision(Verdict.ERROR, (*attempts, control), flaky, _TOO_BUSY)
        return Decision(Verdict.FAIL, (*attempts, control), flaky)
    return Decision(Verdict.FAIL, tuple(attempts), flaky)


def _settled(attempts: list[Attempt], *, flaky: bool = False) -> Decision:
    last = attempts[-1]
    return Decision(last.verdict, tuple(attempts), flaky, last.reason if last.verdict is not Verdict.PASS else "")
