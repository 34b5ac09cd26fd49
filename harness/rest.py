"""Whether a grading only waits, on a machine that has nothing better to do: then more may be tried at once.

Owns the arithmetic and its bounds. May not know what is graded, nor how it is found out how much time was used.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

LOOK = 0.5
"""Seconds between two looks at least."""
_SHARE = 0.25


class Rest:
    """Watches ``spent``, the processor time in seconds that a grading has used, of ``processors`` that there are.

    ``load`` is how many processes of the whole machine want one (getloadavg(3)).
    """

    def __init__(
        self,
        spent: Callable[[], float],
        load: Callable[[], float] = lambda: os.getloadavg()[0],
        clock: Callable[[], float] = time.monotonic,
        processors: int = os.cpu_count() or 1,
    ) -> None:
        self._spent, self._load, self._clock, self._processors = spent, load, clock, processors
        self._since, self._before = clock(), spent()

    def begun(self) -> bool:
        """Whether next to none was used since the last look, and the machine has a processor to spare."""
        now = self._clock()
        if now - self._since < LOOK:
            return False
        spent = self._spent()
        used = (spent - self._before) / (now - self._since)
        self._since, self._before = now, spent
        return used < _SHARE * self._processors and self._load() < self._processors
