"""From attempts to one decision: a failure is confirmed before it is told.

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


class _TooBusyError(Exception):
    """The reference did not keep a time limit either: nothing can be known right now."""


def decide(run: Callable[[Subject], Attempt]) -> Decision:
    """Run a requirement until its verdict can be believed, or it is seen that none can be reached right now.

    A pass stands at once. A failure is repeated in a fresh process; where the two differ a third
    decides, and the verdict is flaky. A failure that rests on time limits alone counts only if the
    reference keeps them right after it, each time; otherwise it is an error (docs/design.md, rule 4): a machine that is
    busy in bursts is then seen by one of several. An error is tried once more.
    """
    attempts: list[Attempt] = []

    def tried() -> Verdict:
        attempts.append(run(Subject.SUBMISSION))
        if attempts[-1].verdict is Verdict.ERROR:
            attempts.append(run(Subject.SUBMISSION))
        verdict = attempts[-1].verdict
        if _is_late(attempts[-1]):
            attempts.append(run(Subject.REFERENCE))
            if attempts[-1].verdict is not Verdict.PASS:
                raise _TooBusyError
        return verdict

    try:
        if tried() is not Verdict.FAIL:
            return _settled(attempts)
        second = tried()
        # an error is no answer: a failure can differ from a pass, or from what does not apply
        flaky = second in {Verdict.PASS, Verdict.SKIPPED}
        if flaky:
            tried()
    except _TooBusyError:
        return Decision(Verdict.ERROR, tuple(attempts), reason=_TOO_BUSY)
    return _settled(attempts, flaky=flaky)


def _is_late(attempt: Attempt) -> bool:
    return attempt.verdict is Verdict.FAIL and attempt.evidence is not None and attempt.evidence.late


def _settled(attempts: list[Attempt], *, flaky: bool = False) -> Decision:
    """What the submission's last attempt came to."""
    last = [each for each in attempts if each.subject == Subject.SUBMISSION][-1]
    judged = last.verdict in {Verdict.PASS, Verdict.FAIL}
    return Decision(last.verdict, tuple(attempts), flaky, "" if judged else last.reason)
