"""The end of whole process trees, where no kernel object ends them together.

Owns the freezing, the killing and the reaping, and the parent that does it when the harness no longer can. Knows
nothing of sandboxes. See signal(7), prctl(2).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

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


def enter_guarded_process(clear: Callable[[], None] = lambda: None) -> None:
    """Go on in a child; this process waits, passes SIGTERM on, and ends all that the child leaves behind.

    What a killed harness leaves becomes this process's, as the reaper of orphans; ``clear`` removes its files at last.
    Once, while single-threaded.
    """
    namespaces.adopt_orphans()
    namespaces.go_on_in_child(signal.SIGTERM, partial(_guard, clear))


def _guard(clear: Callable[[], None], child: int) -> int:
    signal.signal(signal.SIGTERM, lambda number, _: _pass_on(child, number))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    # there is nobody to pass it on to, and what is left to do is to be done
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    end_all(lambda: descendants_of(os.getpid()))
    clear()
    return status


def _pass_on(child: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, number)
