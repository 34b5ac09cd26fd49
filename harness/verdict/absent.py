"""The verdicts on a program that is asked for and was not handed in.

Owns what such a program comes to: what needs nothing fails, the rest waits for it in vain. May not know where was
looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from harness.model import Attempt, Evidence, Missing, Result, Verdict

ABSENT = "absent-program"
"""The hint of such a failure: there is nothing that could be run again."""


def absent(tasks: Iterable[Result], missing: Missing) -> Iterator[Result]:
    """The result of each task, one for every requirement of the program that is ``missing``."""
    evidence = Evidence(
        sent="Nothing: there was no program to start.",
        expected=f"A program {missing.name} in what was handed in.",
        observed=missing.reason,
        hint=ABSENT,
        cause=missing.cure,
    )
    failed = Attempt(verdict=Verdict.FAIL, seconds=0.0, evidence=evidence)
    for task in tasks:
        if task.needs:
            yield replace(task, verdict=Verdict.BLOCKED, blocked_by=task.needs[0])
        else:
            yield replace(task, verdict=Verdict.FAIL, attempts=(failed,))
