"""A client under test: run with arguments against what already listens, awaited, ended.

Owns the life of one client process and its arguments. Knows nothing of what it is to be told by a server.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from harness.isolation.ports import LECTURE_PORTS
from harness.isolation.processes import input_of, reads_input
from harness.launch.life import Life
from harness.launch.shared import hold_free, hold_served, own_ports
from harness.launch.workbench import LOOPBACK, NO_FILES
from harness.patience import Deadline, Delays

_POLL = 0.003
_LOOK = 0.2

WAITED_FOR_INPUT = "was waiting for input"


@dataclass(frozen=True)
class Outcome:
    """How a run came out. ``status`` is negative for a signal, and none where the program was ended by the harness.

    ``at_keyboard`` is true where it then waited for input, and for nothing else. ``written`` counts what it wrote; of a
    flood ``output`` lacks the middle.
    """

    status: int | None
    output: bytes
    words: str
    at_keyboard: bool = False
    written: int = 0


class Client(Life):
    """The program under test: ``renew`` first, then whatever listens is made, then ``run``, and at last ``finish``."""

    host = LOOPBACK
    waited = 0.0
    """For how many seconds the last run had waited for a processor, when it was last looked at."""
    _next_look = 0.0

    def renew(self) -> int:
        """End what ran, and enter a fresh network; the port that the next run is told, where a server shall listen.

        Where the network is shared, raises ``NotHere`` or ``IsolationError`` if what it calls by itself is not ours.
        """
        program, ports = self.bench.program, frozenset[int]()
        if not program.takes_arguments:
            ports = own_ports(program) | set(LECTURE_PORTS)
        self._enter_network(ports)
        if not self.bench.isolation.tier.own_network:
            hold_free(ports, "tcp", "udp")
            hold_served(ports)
        return self.bench.next_port()

    def run(self, port: int, arguments: Mapping[str, str], files: Mapping[bytes, bytes] = NO_FILES) -> None:
        """Begin a run with ``arguments``, by name, and ``files`` beside it.

        Raises ``StartFailure`` where the program was not built.
        """
        self.waited = 0.0
        self._begin_process(port, arguments, files)

    def ended(self) -> str:
        """The same, with a look now and then at how long it has waited: who has ended cannot be asked any more."""
        words = super().ended()
        if self.present and not words and time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + _LOOK
            self.waited = self.delayed()
        return words

    def ends_within(self, limit: float, enough: Callable[[], bool] = lambda: False) -> bool:
        """Wait until its main process has ended, or there is ``enough``; for what is served by threads of its own.

        False where ``limit`` seconds have passed before, without those for which it waited for a processor.
        """
        deadline = Deadline(limit, Delays(self.delayed))
        while not (self.ended() or enough()):
            if deadline.left() <= 0:
                return False
            time.sleep(_POLL)
        return True

    def waits_for_input(self) -> bool:
        """Whether it waits for its user and for nothing else: a second thread might be waiting for a server.

        Standard input may be a socket by now, or the end of a pipeline.
        """
        sandbox = self.running.sandbox
        ours = f"pipe:[{os.fstat(sandbox.stdin).st_ino}]"
        if any(reads_input(pid) and input_of(pid) == ours for pid in sandbox.processes()):
            census = self.census()
            return census.threads == len(census.processes)
        return False

    def finish(self) -> Outcome:
        """End the run, if it has not come to its end, and read all that it wrote."""
        words = self.ended()
        status = self.running.sandbox.ended() if words else None
        at_keyboard = status is None and self.waits_for_input()
        self.stop()
        output = self.output()
        waiting = WAITED_FOR_INPUT if at_keyboard else "was still running"
        return Outcome(status, output.head + output.tail, words or waiting, at_keyboard, output.total)
