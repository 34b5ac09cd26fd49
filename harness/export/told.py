"""What a student is told on a platform: one entry a requirement, hidden ones as far as the assignment shows them.

Owns what of a hidden requirement gets out, the text under each entry, and whether a score may be handed on at all.
May not know any platform's format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from harness.errors import HarnessError
from harness.export.groups import Sign, not_run, sign_of
from harness.log.reader import Log
from harness.model import Frozen, Result, Verdict
from harness.report.hidden import seen, unnamed
from harness.report.results import results_of
from harness.report.terminal import result_lines
from harness.report.text import counted, visible
from harness.report.words import points_in_words
from harness.verdict.scoring import Score, score, total

HIDDEN = "hidden requirements"
_CUTS = (None, 4000, 1000, 200, 0)


class Told(Frozen, frozen=True, kw_only=True):
    """One entry; all its texts are visible already. ``text`` is many lines, empty where there is nothing to say."""

    program: str
    name: str
    title: str
    level: str
    sign: Sign
    points: int
    max_points: int
    seconds: float = 0.0
    text: str = ""

    def cut(self, most: int | None) -> str:
        """The text, no longer than ``most`` characters where that is a number."""
        if most is None or len(self.text) <= most:
            return self.text
        return f"{self.text[:most]}\n[cut here: the whole is too long for this page]".lstrip()


def told(log: Log) -> tuple[Told, ...]:
    """The entries in the order of the log; what is counted and not named comes last, one entry a program."""
    named = seen(log)
    return (*(_entry(named, each) for each in named.results), *_counts(unnamed(log)))


def fault_of(log: Log) -> str:
    """Why the result says less than it should, in a sentence; empty where it is complete."""
    errors = sum(each.verdict is Verdict.ERROR for each in log.results)
    if log.troubles:
        return visible(log.troubles[0].what)
    if not log.complete:
        return "The grading did not come to its end."
    return f"{counted(errors, 'requirement')} ended in an error of the harness or the machine." if errors else ""


def hold_complete(log: Log) -> None:
    """Hold that a score may be handed on: a fault of the harness must not cost a point. Raises ``HarnessError``."""
    fault = fault_of(log)
    if fault:
        raise HarnessError(f"No score is handed on: {fault}", "Grade again; what was graded before still stands.")


def summary_of_points(log: Log) -> str:
    """The score in a sentence."""
    results = results_of(log)
    return points_in_words(Score(results.points, results.max_points), results.complete)


def document(value: dict[str, Any]) -> bytes:
    """``value`` as a file of JSON."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def fitting(written: Callable[[int | None], dict[str, Any]], most: int) -> bytes:
    """A file of at most ``most`` bytes where that can be; ``written`` gets the length to which it must cut texts."""
    content = b""
    for cut in _CUTS:
        content = document(written(cut))
        if len(content) <= most:
            break
    return content


def _entry(log: Log, result: Result) -> Told:
    worth = score(result)
    return Told(
        program=visible(result.program),
        name=visible(result.id),
        title=visible(result.title),
        level=result.level.value,
        sign=sign_of(result.verdict, result.level, worth.max_points),
        points=worth.points,
        max_points=worth.max_points,
        seconds=result.seconds,
        text="\n".join(_text(log, result)).strip("\n"),
    )


def _text(log: Log, result: Result) -> Iterator[str]:
    if result.verdict is Verdict.BLOCKED:
        yield not_run(result.blocked_by)
    else:
        # the terminal's lines, without the first, which says what stands in the other fields
        yield from list(result_lines(log.header, result))[1:]


def _counts(hidden: Sequence[Result]) -> Iterator[Told]:
    for program in dict.fromkeys(each.program for each in hidden):
        own = [each for each in hidden if each.program == program]
        worth = total(own)
        met = sum(each.verdict is Verdict.PASS for each in own)
        signs = {sign_of(each.verdict, each.level, score(each).max_points) for each in own}
        yield Told(
            program=visible(program),
            name=f"{visible(program)}: {HIDDEN}",
            title=f"{met:,} of {counted(len(own), 'hidden requirement')} met.",
            level="",
            sign=next((each for each in (Sign.ERROR, Sign.FAILED, Sign.SKIPPED) if each in signs), Sign.PASSED),
            points=worth.points,
            max_points=worth.max_points,
            seconds=sum(each.seconds for each in own),
        )
