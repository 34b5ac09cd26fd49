"""A process under test: begun, looked at, signalled, ended. Servers and clients are both such.

Owns the life of one process and what is known of it. Knows nothing of sockets. Every life is a fresh process
on a fresh copy.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from harness.errors import HarnessError
from harness.isolation.processes import Census, busy, census, delay_of
from harness.launch.output import Drain
from harness.launch.readiness import STEADY, await_quiet, ended_in_words
from harness.launch.workbench import NO_FILES, NONE, Running, Workbench
from harness.model import Happening, Output

Tell = Callable[[Happening, str], None]
_POLL = 0.002
_FREEZE_LIMIT = 5.0


class Life:
    """The program under test. ``tell`` receives what happens to it, for the transcript.

    ``host`` is the address it is told: to bind, or to connect to.
    """

    host: ClassVar[str]

    def __init__(self, bench: Workbench, tell: Tell) -> None:
        self.bench = bench
        self.kit = bench.kit
        self._tell = tell
        self._life = ExitStack()
        self._network = ExitStack()
        self._running: Running | None = None
        self._drain: Drain | None = None
        self._end = ""

    # --- its beginning and its end ----------------------------------------------------------------

    def stop(self) -> None:
        """End the life, whatever the program does about it; its output stays readable."""
        self._end_process()
        self._network.close()

    def _enter_network(self, ports: Collection[int]) -> None:
        """End what ran, and take a fresh network, in which nobody else may use ``ports`` until the life is over."""
        self.stop()
        self.bench.isolation.fresh_network()
        self._network.enter_context(self.bench.isolation.alone(ports))

    def _end_process(self) -> None:
        self._running = None
        self._life.close()

    def _begin_process(
        self, port: int | None, arguments: Mapping[str, str] = NONE, files: Mapping[bytes, bytes] = NO_FILES
    ) -> Running:
        """Start the process. Raises ``StartFailure`` where it was not built."""
        self._drain = None
        self._end = ""
        self._running = self._life.enter_context(self.bench.started(self.host, port, arguments, files))
        self._drain = self._running.drain
        self._tell(Happening.STARTED, " ".join(self._running.command))
        return self._running

    # --- how it is --------------------------------------------------------------------------------

    @property
    def running(self) -> Running:
        """The present life."""
        assert self._running is not None, "not started"
        return self._running

    @property
    def present(self) -> bool:
        """True between start and stop."""
        return self._running is not None

    def census(self) -> Census:
        """Count what its processes hold right now."""
        return census(self.running.sandbox.processes())

    def quiet(self, limit: float, steady: float = STEADY) -> bool:
        """Wait until it only waits; see ``readiness.await_quiet``."""
        return await_quiet(self._look, limit, steady)

    def _look(self) -> Census:
        """A census that is busy too while the sandbox has yet to tell of the program's end."""
        now = self.census()
        return replace(now, busy=now.busy or busy(self.running.sandbox.attendants))

    def delayed(self) -> float:
        """For how many seconds it was ready to run, in this life, and had to wait for a processor."""
        return delay_of(self.running.sandbox.processes()) if self.present else 0.0

    def ended(self) -> str:
        """``exited with status 1`` once its main process has, or had before it was stopped; else nothing."""
        if self._end or self._running is None:
            return self._end
        status = self._running.sandbox.ended()
        if status is None:
            return ""
        words = ended_in_words(status)
        if self._running.memory.exceeded:
            words = f"used {self._running.memory.exceeded >> 20:,} MiB of memory and was ended"
        self._end = words
        self._tell(Happening.EXITED, words)
        return words

    def gone(self) -> bool:
        """True once no process of it is left."""
        return bool(self.present and self.ended()) and not self.running.sandbox.processes()

    def crashed(self) -> bool:
        """True once its main process ended by a signal or with a status other than 0."""
        return self._running is not None and self._running.sandbox.ended() not in {None, 0}

    def output(self) -> Output:
        """What it wrote in this life, or the one before while there is none."""
        return self._drain.output() if self._drain else Output(head=self.bench.build_output[:4096])

    def leaked(self) -> frozenset[bytes]:
        """Secrets of the kit that it wrote."""
        return frozenset(self._drain.leaked) if self._drain else frozenset()

    # --- what is done to it ---------------------------------------------------------------------

    def interrupt(self, number: signal.Signals) -> None:
        """Send a signal to its process group."""
        self._tell(Happening.SIGNAL, number.name)
        self.running.sandbox.interrupt(number)

    def freeze(self) -> None:
        """Stop all of its processes (SIGSTOP), those that are being forked too, and wait until they have stopped."""
        self._tell(Happening.SIGNAL, "SIGSTOP")
        end = time.monotonic() + _FREEZE_LIMIT
        while time.monotonic() < end:
            awake = [pid for pid in self.running.sandbox.processes() if not _stopped(pid)]
            if not awake:
                return
            _send(awake, signal.SIGSTOP)
            time.sleep(_POLL)
        raise HarnessError("The program's processes did not stop at SIGSTOP.")

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        self._tell(Happening.SIGNAL, "SIGCONT")
        _send(self.running.sandbox.processes(), signal.SIGCONT)


def _send(processes: Iterable[int], number: signal.Signals) -> None:
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _stopped(pid: int) -> bool:
    with suppress(OSError):
        return all(
            (task / "stat").read_text(errors="replace").rpartition(")")[2].split()[0] in {"T", "t", "Z", "X"}
            for task in Path(f"/proc/{pid}/task").iterdir()
        )
    return True
