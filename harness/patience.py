"""Time limits that a busy machine cannot use up: a program is waited for while it waits for a processor.

Owns the arithmetic. May not know how it is found out for how long a program was kept waiting.
"""

from __future__ import annotations

import time
from collections.abc import Callable

_MOST = 4.0
"""A limit is stretched to so many times its length at most: what is hopeless comes to an end too."""


class Delays:
    """The time for which a program was ready to run and did not, each second of it told once.

    ``delayed`` tells the sum since the program began, in seconds. It is asked only when a limit has passed.
    """

    def __init__(self, delayed: Callable[[], float] = lambda: 0.0) -> None:
        self._delayed = delayed
        self._told = 0.0

    def fresh(self) -> float:
        """Seconds of delay that were not told before."""
        now = self._delayed()
        # a sum that is smaller than before is that of another life
        fresh = now - self._told if now >= self._told else now
        self._told = now
        return fresh


class Deadline:
    """``limit`` seconds from now, and as many more as the program is kept waiting."""

    def __init__(self, limit: float, delays: Delays) -> None:
        self._delays = delays
        self._end = time.monotonic() + limit
        self._last = self._end + (_MOST - 1) * limit

    def left(self) -> float:
        """Seconds that are left; 0 or less once it has passed."""
        left = self._end - time.monotonic()
        if left > 0:
            return left
        self._end = min(self._end + self._delays.fresh(), self._last)
        return self._end - time.monotonic()
