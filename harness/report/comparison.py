"""One requirement graded twice: what was recorded beside what came now, as lines for a terminal.

Owns the words of the comparison. May not know how the second grading was made, nor why it was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.model import Header, Result, Verdict
from harness.report.layout import labelled
from harness.report.results import evidence_of, reason_of
from harness.report.style import PLAIN, Style
from harness.report.words import blocked_by, outcome, sentence


def comparison_lines(then: tuple[Header, Result], now: tuple[Header, Result], style: Style = PLAIN) -> Iterator[str]:
    """What differs between the recorded run ``then`` and the run ``now``, and what that says."""
    before, after = then[0], now[0]
    yield from labelled("Recorded", f"{_told(then[1])} Graded {before.started}.", style)
    yield from labelled("Now", _told(now[1]), style)
    if before.digest == after.digest:
        yield from labelled("Submission", "The same, byte for byte, as was graded then.", style)
    else:
        yield from labelled("Submission", "It has changed since it was graded then.", style)
    for what in _other_terms(before, after):
        yield from labelled("", what, style)
    yield from labelled("Compared", _compared(then, now), style)


def _told(result: Result) -> str:
    evidence = evidence_of(result)
    if result.verdict is Verdict.BLOCKED:
        facts = blocked_by(result)
    else:
        facts = evidence.observed if evidence else reason_of(result)
    return sentence(f"{outcome(result)}: {facts}" if facts else outcome(result))


def _other_terms(before: Header, after: Header) -> Iterator[str]:
    """What else was not the same, and may be the reason of another verdict."""
    if before.suites != after.suites or before.wireproof != after.wireproof:
        yield "The checks are other ones than those of the recorded run."
    if before.python != after.python:
        yield f"It was run with Python {before.python} then and with {after.python} now."
    if before.isolation is not after.isolation:
        yield f"Isolation was {before.isolation} then and is {after.isolation} now."


def _compared(then: tuple[Header, Result], now: tuple[Header, Result]) -> str:
    first, second = then[1], now[1]
    changed = then[0].digest != now[0].digest
    if first.verdict is not second.verdict:
        why = "" if changed else " The submission is the same: look at what else differs, or grade it a few times."
        return f"Another verdict: {first.verdict} then, {second.verdict} now.{why}"
    if _told(first) == _told(second):
        return "The same verdict, and the same observation."
    if first.verdict is Verdict.FAIL:
        return "The same verdict; what was observed is told otherwise (times and sizes may differ from run to run)."
    return "The same verdict."
