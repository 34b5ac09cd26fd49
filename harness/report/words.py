"""The words that reports share: outcomes, counts, points, isolation, what kind of control was run.

Owns the wording, so that the page and the terminal say the same. May not know layout, colour or markup, and
does not make text visible: whoever shows it does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from harness.model import Attempt, Level, Result, Tier, Verdict
from harness.report.results import Summary, summary_of
from harness.report.text import counted, duration
from harness.verdict.scoring import Fix, Score

_FAILURES = {Level.MUST: "fail", Level.SHOULD: "warn", Level.MAY: "note"}
_COUNTED = {
    "pass": ("passed", "passed"),
    "fail": ("failed", "failed"),
    "warn": ("warning", "warnings"),
    "note": ("option not met", "options not met"),
    "error": ("error", "errors"),
}
_OURS = "wireproof's own for the grading"
KINDS = ("pass", "fail", "warn", "note", "blocked", "skipped", "error")
"""Kinds of outcomes, in the order in which they are told."""
CUT_SHORT = (
    "The log ends before the run did. What is not shown was not tried, and no points are lost for it. "
    "Grade again to have all of it."
)
INTERRUPTED = (
    "The run was stopped by hand. What is not shown was not tried. Run the same command again to grade all of it."
)
NAMES_SHOWN = 6
"""Names in one sentence; the log has them all."""
_TIERS = {
    Tier.FULL: "The program had files, processes and a network of its own.",
    Tier.PROCESS: (
        "The program was not isolated. It ran as an ordinary process of this account and could read and change "
        "its files, see its processes and use its network. Do not grade untrusted work this way."
    ),
}


class Judged(Protocol):
    """A requirement that has a level and a verdict, of one submission or in the table of a class."""

    @property
    def level(self) -> Level: ...  # noqa: D102 - as in the data model
    @property
    def verdict(self) -> Verdict: ...  # noqa: D102 - as in the data model


def outcome(result: Judged) -> str:
    """One word for a result; a SHOULD that fails is a warning, a MAY a note (docs/design.md, *Verdicts*)."""
    return _FAILURES[result.level] if result.verdict is Verdict.FAIL else result.verdict.value


def isolation(tier: Tier) -> str:
    """What a tier meant for this run."""
    return _TIERS.get(tier, "The program was isolated in part; the notes say what is lost.")


def points(worth: Score) -> str:
    """``0 / 4``, or that nothing is counted."""
    return f"{worth.points} / {worth.max_points}" if worth.max_points else "not counted"


def points_in_words(worth: Score, complete: bool) -> str:
    """The score as a sentence; an incomplete result says so."""
    if not worth.max_points:
        return "No points: nothing was counted."
    told = f"{worth.points:,} of {counted(worth.max_points, 'point')}"
    return f"{told}." if complete else f"{told} so far: the result is incomplete."


def kinds(summary: Summary) -> list[tuple[str, int]]:
    """Each kind of outcome, by its word, with its number, in the order in which they are told."""
    numbers = (
        *(summary.passed, summary.failed, summary.warnings, summary.options),
        *(summary.blocked, summary.skipped, summary.errors),
    )
    return list(zip(KINDS, numbers, strict=True))


def counts(summary: Summary) -> list[tuple[str, int]]:
    """The same with the words of a sentence: ``3 failed``, ``1 warning``."""
    return [(_plural(kind, number), number) for kind, number in kinds(summary)]


def numbered(numbers: Mapping[str, int]) -> str:
    """Numbers by kind of outcome as words, in the order in which they are told, without those that are none."""
    return ", ".join(f"{number:,} {_plural(kind, number)}" for kind in KINDS if (number := numbers.get(kind, 0)))


def _plural(kind: str, number: int) -> str:
    one, more = _COUNTED.get(kind, (kind, kind))
    return one if number == 1 else more


def counts_in_words(summary: Summary) -> str:
    """The counts as a sentence: passed and failed always, the others where there are any."""
    told = [f"{number:,} {name}" for name, number in counts(summary) if number or name in {"passed", "failed"}]
    flaky = f" {counted(summary.flaky, 'verdict')} by majority (flaky)." if summary.flaky else ""
    return ", ".join(told) + "." + flaky


def hidden(results: Sequence[Result]) -> str:
    """How the requirements went that are counted and not named; nothing where there are none."""
    if not results:
        return ""
    are = "is" if len(results) == 1 else "are"
    return f"{counted(len(results), 'requirement')} {are} counted and not named: {counts_in_words(summary_of(results))}"


def worth_fixing(fix: Fix) -> str:
    """What mending a failure brings: its own points and those of what it blocks."""
    if not fix.blocked:
        return f"{counted(fix.gain, 'point')}."
    return f"{counted(fix.gain, 'point')}, with the {counted(len(fix.blocked), 'requirement')} it blocks."


def sequence_of(attempts: Sequence[Attempt]) -> str:
    """The verdicts of the submission's attempts, in order."""
    return ", ".join(each.verdict.value for each in attempts if each.subject == "submission")


def control(attempts: Sequence[Attempt]) -> str:
    """What the control run showed, where there was one (docs/design.md, rule 4)."""
    runs = [each for each in attempts if each.subject != "submission"]
    if not runs:
        return ""
    last = runs[-1]
    if last.verdict is Verdict.PASS:
        kept = f"kept the limit and was done in {duration(last.seconds)}"
    else:
        kept = f"came to {last.verdict.value} as well"
    return f"The {last.subject}, put through the same steps on this machine right then, {kept}."


def blocked_by(result: Result) -> str:
    """What has to be met first, by its name within the program; or why it was not run, where that is something else."""
    if result.reason and not result.blocked_by:
        return result.reason
    name = result.blocked_by or "another requirement"
    return f"needs {name.removeprefix(f'{result.program}.')}"


def replaced(names: Sequence[str]) -> str:
    """That certificates and keys which were handed in were not used, and that nobody has lost them."""
    if not names:
        return ""
    if len(names) == 1:
        return f"Your copy of {names[0]} was replaced by {_OURS}; your original is untouched."
    shown, last = (names[:-1], names[-1]) if len(names) <= NAMES_SHOWN else (names[:NAMES_SHOWN], "")
    more = last or f"{len(names) - NAMES_SHOWN:,} more"
    return f"Your copies of {', '.join(shown)} and {more} were replaced by {_OURS}; your originals are untouched."


def out_of_time(limit: float) -> str:
    """That a grading was ended by its time limit, in seconds, and what that means for what it had not come to."""
    return f"The whole grading had {limit:g} s: what was not known by then is blocked, and earns nothing so far."


def sentence(text: str) -> str:
    """``text`` with a full stop where it ends without one."""
    return text if not text or text[-1] in ".!?…:" else f"{text}."
