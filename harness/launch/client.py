"""A client under test: run with arguments against what already listens, awaited, ended.

Owns the life of one client process and its arguments. Knows nothing of what it is to be told by a server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.launch.life import Life
from harness.launch.workbench import LOOPBACK


@dataclass(frozen=True)
class Outcome:
    """How a run came out. ``status`` is negative for a signal, and none where the program was ended by the harness."""

    status: int | None
    output: bytes
    words: str


class Client(Life):
    """The program under test: ``renew`` first, then whatever listens is made, then ``run``, and at last ``finish``."""

    host = LOOPBACK

    def renew(self) -> int:
        """End what ran, and enter a fresh network; the port that the next run is told, where a server shall listen."""
        self.stop()
        self.bench.isolation.fresh_network()
        return self.bench.next_port()

    def run(self, port: int, arguments: Mapping[str, str]) -> None:
        """Begin a run with ``arguments``, by name. Raises ``StartFailure`` where the program was not built."""
        self._begin_process(port, arguments)

    def finish(self) -> Outcome:
        """End the run, if it has not come to its end, and read all that it wrote."""
        words = self.ended()
        status = self.running.sandbox.ended()
        self.stop()
        output = self.output()
        return Outcome(status, output.head + output.tail, words or "was still running")
