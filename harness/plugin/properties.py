"""Properties: a check that must hold for every example, and the smallest example for which it does not.

Owns the bounds of a search by hypothesis: same seed, no database, shrinking limited in time. Knows
nothing of what an example is.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

from harness.exchange.unmet import Unmet

T = TypeVar("T")

EXAMPLES = 25
SEARCH_SECONDS = 20.0
SHRINK_SECONDS = 4.0


@dataclass(frozen=True)
class Found:
    """A failing example, and the examples that its program had been through before."""

    example: Any
    before: tuple[Any, ...]


class Falsify:
    """Looks for an example that a check does not survive; remembers it for the confirming attempt.

    ``renew`` gives the next example a fresh program after a failure. ``found`` is shared by all attempts
    of one requirement: where an earlier one found an example, this one tries that example alone and then what had led
    to it, since a time bound makes the *smallest* example vary, and a program may remember.
    """

    def __init__(self, seed: str, renew: Callable[[], None], found: list[Any]) -> None:
        self._seed = seed
        self._renew = renew
        self._found = found

    def __call__(
        self, strategy: Any, check: Callable[[T], None], *, first: Sequence[T] = (), examples: int = EXAMPLES
    ) -> None:
        """Raise the ``Unmet`` of the smallest failing example; return where none was found.

        The examples of ``first`` are tried before any is drawn: what must never be missed does not hang on chance.
        """
        if self._found:
            self._replay(self._found[0], check)
            return
        search = _Search(check, self._renew)
        search.among(first)
        # a failure that is known already is searched for again, to find a smaller example of it
        _run(strategy, search, self._seed, examples)
        smallest = search.smallest()
        if smallest is not None:
            self._found.append(smallest[0])
            raise smallest[1]

    def _replay(self, found: Found, check: Callable[[Any], None]) -> None:
        check(found.example)
        if found.before:
            self._renew()
            for example in (*found.before, found.example):
                check(example)


class _Enough(BaseException):
    """Ends a search by hypothesis, which lets nothing but an ``Exception`` count as a failure."""


class _Search:
    """One search: every example is tried once, until time is up."""

    def __init__(self, check: Callable[[Any], None], renew: Callable[[], None]) -> None:
        self._check = check
        self._renew = renew
        self._known: dict[str, tuple[Found, Unmet]] = {}
        self._before: list[Any] = []
        self._end = math.inf

    def among(self, examples: Iterable[Any]) -> None:
        """Try the examples as they are, until one fails. All of them, however slow the program is."""
        with suppress(Unmet):
            for example in examples:
                self._try(example)

    def bound(self, seconds: float) -> None:
        """From now on, try for ``seconds`` at most."""
        self._end = min(self._end, time.monotonic() + seconds)

    def smallest(self) -> tuple[Found, Unmet] | None:
        """The shortest failing example and its failure."""
        return min(self._known.values(), key=lambda known: len(repr(known[0].example)), default=None)

    def __call__(self, example: Any) -> None:
        """Try a drawn example, unless it is known or time is up."""
        known = self._known.get(repr(example))
        if known is not None:
            raise known[1]
        if time.monotonic() > self._end:
            raise _Enough
        self._try(example)

    def _try(self, example: Any) -> None:
        try:
            self._check(example)
        except Unmet as unmet:
            self.bound(SHRINK_SECONDS)
            self._known[repr(example)] = (Found(example, tuple(self._before)), unmet)
            self._before.clear()
            self._go_on()
            raise
        self._before.append(example)

    def _go_on(self) -> None:
        """Have a fresh program for the next example; where there is none, its failure would say nothing of it."""
        try:
            self._renew()
        except Unmet:
            self._end = -math.inf


def _run(strategy: Any, search: _Search, seed: str, examples: int) -> None:
    """Let hypothesis look; what it finds, ``search`` has noted."""
    hypothesis: Any = import_module("hypothesis")  # 142 ms that only a property needs
    phase = hypothesis.Phase
    settings = hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        verbosity=hypothesis.Verbosity.quiet,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[phase.generate, phase.shrink],
    )

    def property_holds(example: Any) -> None:
        search(example)

    search.bound(SEARCH_SECONDS)
    # a failure that did not come again is a failure that was seen: the confirming attempt decides
    with suppress(Unmet, hypothesis.errors.Flaky, _Enough):
        hypothesis.seed(seed)(settings(hypothesis.given(strategy)(property_holds)))()
