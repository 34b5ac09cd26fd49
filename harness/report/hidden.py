"""What the report of one submission tells of hidden requirements: how they went, their titles too, or everything.

Owns what is left out. Every report is made of the log as it is seen here; the log itself keeps all. May not know
what a report looks like.
"""

from __future__ import annotations

from msgspec.structs import replace

from harness.log.reader import Log
from harness.model import Header, Result, Shown, Verdict, matches

UNTOLD = "This requirement is hidden: its outcome counts, and no more of it is shown."


def hides(header: Header) -> bool:
    """Whether the log holds more than a student is shown, and must not lie among what is handed out."""
    return header.assignment.shown is not Shown.ALL and bool(header.assignment.hidden)


def told(header: Header, result: Result) -> Result | None:
    """``result`` with nothing in it that is hidden; ``None`` where it is counted and not named."""
    assignment = header.assignment
    if assignment.shown is Shown.ALL:
        return result
    if assignment.shown is Shown.COUNT:
        return None if result.hidden else _without_hidden_names(header, result)
    if not result.hidden:
        return result
    reason = "" if result.verdict is Verdict.PASS else UNTOLD
    return replace(result, attempts=(), flaky=False, why="", source="", reason=reason)


def seen(log: Log) -> Log:
    """The log without what is hidden."""
    results = tuple(each for result in log.results if (each := told(log.header, result)) is not None)
    names = [each.id for each in results]
    # a pattern by which nothing but hidden ones was chosen is the name of one
    only = tuple(each for each in log.header.only if not unnamed(log) or any(matches(name, (each,)) for name in names))
    return replace(log, header=replace(log.header, only=only), results=results)


def unnamed(log: Log) -> tuple[Result, ...]:
    """The results that are counted and not named."""
    return tuple(each for each in log.results if told(log.header, each) is None)


def whole(log: Log) -> Log:
    """The same log with nothing hidden: for whoever grades."""
    return replace(log, header=replace(log.header, assignment=replace(log.header.assignment, shown=Shown.ALL)))


def _without_hidden_names(header: Header, result: Result) -> Result:
    """``result`` without the names of others that are not told."""
    hides = header.assignment.hides
    blocked_by = result.blocked_by if result.blocked_by and not hides(result.blocked_by) else None
    return replace(result, needs=tuple(each for each in result.needs if not hides(each)), blocked_by=blocked_by)
