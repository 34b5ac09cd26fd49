"""Points per verdict, and which failures to mend first: arithmetic on results, nothing else.

Owns the rules on points and the order of *Fix these first* (docs/design.md). May not know where results
come from or how they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from harness.model import Frozen, Result, Verdict

FIRST = 3
"""How many failures are named first: more is a list nobody reads."""


class Score(Frozen, frozen=True):
    """Points earned, of how many."""

    points: int = 0
    max_points: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.points + other.points, self.max_points + other.max_points)

    @property
    def lost(self) -> int:
        """Points that are still to be had."""
        return self.max_points - self.points


class Fix(Frozen, frozen=True, kw_only=True):
    """A failure worth mending early: ``gain`` points come back, ``blocked`` are the ids it holds up."""

    result: Result
    gain: int
    blocked: tuple[str, ...] = ()


def score(result: Result) -> Score:
    """What one result counts: a skipped or errored requirement leaves the maximum too (docs/design.md, *Verdicts*)."""
    match result.verdict:
        case Verdict.PASS:
            return Score(result.worth, result.worth)
        case Verdict.FAIL | Verdict.BLOCKED:
            return Score(0, result.worth)
        case Verdict.SKIPPED | Verdict.ERROR:
            return Score(0, 0)


def total(results: Iterable[Result]) -> Score:
    """The sum over ``results``."""
    return sum((score(each) for each in results), Score())


def fix_first(results: Sequence[Result]) -> tuple[Fix, ...]:
    """At most ``FIRST`` failures that cost points: causes before what they block, most points first."""
    known = {each.id: each for each in results}
    fixes = [_fix(each, results, known) for each in results if each.verdict is Verdict.FAIL]
    waiting = sorted((fix for fix in fixes if fix.gain), key=lambda fix: -fix.gain)
    chosen: list[Fix] = []
    while waiting and len(chosen) < FIRST:
        names = {fix.result.id for fix in waiting}
        # a circle of needs cannot come from a suite; the first is taken, so that a foreign log ends too
        best = next((fix for fix in waiting if not _causes(fix.result, known) & names), waiting[0])
        waiting.remove(best)
        chosen.append(best)
    return tuple(chosen)


def _fix(failed: Result, results: Sequence[Result], known: Mapping[str, Result]) -> Fix:
    held_up = [each for each in results if _root(each, known) == failed.id]
    gain = score(failed).lost + sum(score(each).lost for each in held_up)
    return Fix(result=failed, gain=gain, blocked=tuple(each.id for each in held_up))


def _root(result: Result, known: Mapping[str, Result]) -> str | None:
    """The failure at the end of the chain of *blocked by*, ``None`` where nothing blocks."""
    seen: set[str] = set()
    current, root = result, None
    while current.verdict is Verdict.BLOCKED and current.blocked_by and current.id not in seen:
        seen.add(current.id)
        root = _resolved(current.blocked_by, current, known)
        if root not in known:
            break
        current = known[root]
    return root


def _causes(result: Result, known: Mapping[str, Result]) -> set[str]:
    """Everything ``result`` needs, and what those need, without itself."""
    found: set[str] = set()
    waiting = [result]
    while waiting:
        current = waiting.pop()
        for need in current.needs:
            name = _resolved(need, current, known)
            if name in known and name not in found:
                found.add(name)
                waiting.append(known[name])
    return found - {result.id}


def _resolved(name: str, beside: Result, known: Mapping[str, Result]) -> str:
    """A need as an identifier: suites name it without the program it belongs to."""
    return name if name in known else f"{beside.program}.{name}"
