"""The end of whole process trees, where no kernel object ends them together.

Owns the freezing, the killing and the reaping, and the parent that does it when the harness no longer can. Knows
nothing of sandboxes. See signal(7), prctl(2).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress

from harness.isolation import namespaces
from harness.isolation.processes import descendants_of


def strike(processes: Iterable[int]) -> None:
    """Freeze all of them, then kill them, once: what is frozen makes no new ones in the meantime."""
    alive = tuple(processes)
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for pid in alive:
            with suppress(ProcessLookupError):
                os.kill(pid, number)


def end_all(look: Callable[[], tuple[int, ...]], kept: int = 0) -> None:
    """Strike until ``look`` finds nobody; a fork bomb loses this race. The orphans must come to this process.

    All are reaped but process ``kept``, whose status somebody else waits for.
    """
    while alive := look():
        strike(alive)
        for pid in alive:
            if pid != kept:
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)


def enter_guarded_process() -> None:
    """Go on in a child; this process waits, passes SIGTERM on, and ends all that the child leaves behind.

    What a killed harness leaves becomes this process's, as the reaper of orphans. Once, while single-threaded.
    """
    namespaces.adopt_orphans()
    namespaces.go_on_in_child(signal.SIGTERM, _guard)


def _guard(child: int) -> int:
    signal.signal(signal.SIGTERM, lambda number, _: os.kill(child, number))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    end_all(lambda: descendants_of(os.getpid()))
    return status
