"""What is tried when, and what is known of it: the order of a run, and the one result of each requirement.

Owns that needs come first, that what needs a failure is blocked, and that what came to an error is tried again
later. Pure: knows no process and no clock; whoever carries the schedule out may do so with several at a time, and
comes to the same results.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

import msgspec

from harness.model import Result, Verdict
from harness.verdict.attempts import Tried

TRIES = 3
"""How often a requirement is tried before an error is its verdict."""

_UNMET = frozenset({Verdict.FAIL, Verdict.BLOCKED})


class Schedule:
    """The tasks of one run, each a result that is yet to be had, needs before what needs them.

    ``take`` what is to be tried, and ``settle`` it. A requirement waits until it is known of all its needs whether
    they are met, those that are to be tried again included. ``first`` are identifiers that go before others: they
    wait by nature, and others are tried meanwhile.
    """

    def __init__(self, tasks: Iterable[Result], first: Iterable[str] = ()) -> None:
        self._waiting = {task.id: task for task in tasks}
        self._trying: dict[str, Result] = {}
        self._tries = dict.fromkeys(self._waiting, 0)
        self._unmet: set[str] = set()
        first = frozenset(first)
        self._rank = {name: (name not in first, place) for place, name in enumerate(self._waiting)}

    @property
    def done(self) -> bool:
        """Whether every requirement has its result."""
        return not self._waiting and not self._trying

    def ready(self, without: Container[str] = ()) -> list[Result]:
        """The tasks that can be tried now, but for those of the programs ``without``."""
        return [task for task in self._waiting.values() if task.program not in without and self._known(task)]

    def take(self, without: Container[str] = ()) -> Result | None:
        """The task to try now; none where all that is left waits for what is being tried.

        What came to an error goes after everything that can still be tried for the first time. ``without`` names
        programs of which none is to be taken.
        """
        ready = self.ready(without)
        if not ready:
            return None
        task = min(ready, key=lambda each: (self._tries[each.id], self._rank[each.id]))
        self._trying[task.id] = self._waiting.pop(task.id)
        self._tries[task.id] += 1
        return task

    def settle(self, tried: Tried) -> list[Result]:
        """Take note of what came of a try; the results that are known by it: its own, and what it blocks.

        None where it was an error and is to be tried again.
        """
        name, decision = tried.id, tried.decision
        task = self._trying.pop(name)
        result = msgspec.structs.replace(
            task,
            verdict=decision.verdict,
            attempts=task.attempts + decision.attempts,
            flaky=decision.flaky,
            reason=decision.reason,
            seconds=task.seconds + tried.seconds,
        )
        if result.verdict is Verdict.ERROR and self._tries[name] < TRIES:
            self._waiting[name] = result
            return []
        if result.verdict in _UNMET:
            self._unmet.add(name)
        return [result, *self._blocked()]

    def give_up(self, reason: str) -> list[Result]:
        """The results of all that has none yet: blocked, for a ``reason`` that is no other requirement."""
        rest = sorted((*self._trying.values(), *self._waiting.values()), key=lambda task: self._rank[task.id][1])
        self._trying.clear()
        self._waiting.clear()
        return [msgspec.structs.replace(task, verdict=Verdict.BLOCKED, flaky=False, reason=reason) for task in rest]

    def _known(self, task: Result) -> bool:
        """Whether each need has its result. One that is an error holds nothing up: it is not known to be unmet."""
        return not any(need in self._waiting or need in self._trying for need in task.needs)

    def _blocked(self) -> list[Result]:
        found = []
        # needs come first in a suite, so one pass goes all the way down
        for name, task in list(self._waiting.items()):
            blocker = next((need for need in task.needs if need in self._unmet), None)
            if blocker is not None and self._known(task):
                del self._waiting[name]
                self._unmet.add(name)
                found.append(msgspec.structs.replace(task, verdict=Verdict.BLOCKED, blocked_by=blocker))
        return found
