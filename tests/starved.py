"""A machine that is too busy: a grading that gets little of one processor, and programs that are stopped in bursts.

Owns the load and its end. All of it must run apart: see ``apart``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from harness.isolation.processes import descendants_of

BUSY = "while True: pass"
_A_LOOK = 0.01


@contextmanager
def starved(niceness: int, busy: int = 2) -> Iterator[None]:
    """This process and what it starts share one processor with ``busy`` others that come first."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with ExitStack() as load:
        for _ in range(busy):
            process = subprocess.Popen([sys.executable, "-S", "-c", BUSY])
            load.callback(process.wait)
            load.callback(process.kill)
        os.nice(niceness)
        yield


@contextmanager
def stopped_in_bursts(stopped: float, going: float) -> Iterator[set[int]]:
    """All programs that gradings of this process have in sandboxes stand still but for ``going`` seconds at a time.

    Those that start meanwhile, too, as under cpulimit. Gives the processes that were stopped. Niceness is a thread's
    own: whoever is to starve as well starves after this, so that what stops them does not.
    """
    over = threading.Event()
    halted: set[int] = set()

    def work() -> None:
        while not over.is_set():
            until = time.monotonic() + stopped
            held: list[int] = []
            while time.monotonic() < until:
                held = list(_sandboxed())
                _send(held, signal.SIGSTOP)
                halted.update(held)
                over.wait(_A_LOOK)
            _send(held, signal.SIGCONT)
            over.wait(going)

    thread = threading.Thread(target=work, name="bursts")
    thread.start()
    try:
        yield halted
    finally:
        over.set()
        thread.join()


def _sandboxed() -> Iterator[int]:
    for pid in descendants_of(os.getpid()):
        with suppress(OSError):
            if Path(f"/proc/{pid}/comm").read_text() == "bwrap\n":
                yield from descendants_of(pid)


def _send(processes: list[int], number: signal.Signals) -> None:
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
