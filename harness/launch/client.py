"""A client under test: run with arguments against what already listens, awaited, ended.

Owns the life of one client process and its arguments. Knows nothing of what it is to be told by a server.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from harness.launch.life import Life
from harness.launch.workbench import LOOPBACK

_POLL = 0.002


class Client(Life):
    """The program under test: ``renew`` first, then whatever listens is made, then ``run``."""

    host = LOOPBACK

    def renew(self) -> int:
        """End what ran, and enter a fresh network; the port that the next run is told, where a server shall listen."""
        self.stop()
        self.bench.isolation.fresh_network()
        return self.bench.next_port()

    def run(self, port: int, arguments: Mapping[str, str]) -> None:
        """Begin a run with ``arguments``, by name. Raises ``StartFailure`` where the program was not built."""
        self._begin_process(port, arguments)

    def exits_within(self, limit: float) -> bool:
        """Wait until its main process has ended; False when ``limit`` seconds pass first."""
        end = time.monotonic() + limit
        while not self.ended():
            if time.monotonic() > end:
                return False
            time.sleep(_POLL)
        return True

    @property
    def status(self) -> int | None:
        """Its exit status, negative for a signal; none while it runs."""
        return self.running.sandbox.ended()

    def words(self) -> bytes:
        """All that it wrote and that was kept; complete once its process and children are gone."""
        output = self.output()
        return output.head + output.tail
