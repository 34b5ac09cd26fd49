"""A machine that is too busy: a grading that gets little of one processor, and programs that are stopped in bursts.

Owns the load and its end. All of it must run apart: see ``apart``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from harness.isolation.processes import descendants_of

BUSY = "while True: pass"


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
def stopped_in_bursts(stopped: float, going: float) -> Iterator[None]:
    """All programs that gradings of this process have in sandboxes stand still for ``stopped`` seconds at a time."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(going):
            halted = list(_sandboxed())
            _send(halted, signal.SIGSTOP)
            over.wait(stopped)
            _send(halted, signal.SIGCONT)

    thread = threading.Thread(target=work, name="bursts")
    thread.start()
    try:
        yield
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
