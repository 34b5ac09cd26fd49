"""The processes of one grading: pytest processes that a submission cannot steer, each trying what it is told to.

Owns their start, their end, and the words between them and whoever leads: a line with an identifier to them, and
what came of the try back. Holds no verdict, no order of things, and writes no log.
"""

from __future__ import annotations

import os
import selectors
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import msgspec

import harness
from harness.errors import CrewError
from harness.isolation.ending import end_all
from harness.isolation.namespaces import adopt_orphans
from harness.isolation.processes import descendants_of, spent_by
from harness.model import Plan
from harness.nursery import FIRST, Nursery
from harness.requirement import Suite
from harness.rest import Rest
from harness.verdict.attempts import Tried

_STOP_LIMIT = 10.0
_CHUNK = 1 << 20
_HELP = 4
_PLUGINS = ("harness.plugin.hooks",)
_DECODER = msgspec.json.Decoder(Tried)


class Worker:
    """One process: ordered to try a requirement, heard when it has. ``at`` is what it is trying."""

    def __init__(self, nursery: Nursery, plan: Plan, graded: Sequence[Suite]) -> None:
        self.at: str | None = None
        self._heard = b""
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as the process that writes it
        self.log, log_end = os.pipe()
        orders_end, self._orders = os.pipe()
        with tempfile.TemporaryFile() as handed:
            handed.write(msgspec.msgpack.encode(plan))
            handed.seek(0)
            self._process = nursery.child(_words(graded), self._said.fileno(), handed.fileno(), orders_end, log_end)
        for descriptor in (log_end, orders_end):
            os.close(descriptor)

    def order(self, identifier: str) -> None:
        """Have it try that requirement; it is idle now."""
        self.at = identifier
        # one that has ended is heard to have
        with suppress(BrokenPipeError):
            os.write(self._orders, f"{identifier}\n".encode())

    def hear(self) -> Iterator[Tried]:
        """What it has found since. Raises ``CrewError`` where it has ended."""
        data = os.read(self.log, _CHUNK)
        if not data:
            raise CrewError(self._last_words(self._process.wait(_STOP_LIMIT)), "This is a fault of the harness.")
        *lines, self._heard = (self._heard + data).split(b"\n")
        for line in lines:
            self.at = None
            yield _DECODER.decode(line)

    def dismiss(self) -> None:
        """Let it end, for there are no more orders. Raises ``CrewError`` where it does so in disorder.

        One that takes long over it is no trouble: all that it had to say was heard.
        """
        os.close(self._orders)
        self._orders = -1
        if status := self._process.wait(_STOP_LIMIT):
            raise CrewError(self._last_words(status), "This is a fault of the harness.")

    def stop(self) -> None:
        """Tell it to end wherever it is: sandboxes die with it; where there are none, it ends the programs itself."""
        self._process.signal(signal.SIGTERM)

    def end(self) -> None:
        """Wait for its end, and bring it about where it takes too long."""
        if self._process.wait(_STOP_LIMIT) is None:
            self._process.signal(signal.SIGKILL)
            self._process.wait(_STOP_LIMIT)
        self._process.close()
        if self._orders >= 0:
            os.close(self._orders)
        os.close(self.log)
        self._said.close()

    def _last_words(self, status: int | None) -> str:
        self._said.seek(0)
        words = self._said.read().decode(errors="replace").strip()[-2000:]
        return f"The grading process ended early, with status {status}. It said: {words or 'nothing.'}"


class Crew:
    """The workers of one grading; a context manager, after which none of them is left, and nothing of theirs.

    There are ``size`` of them; where that is more than one, and all of them only wait, others help, up to ``_HELP``
    times as many in all. This process adopts what they leave: a program that runs as its user may end whoever else
    would see to it.
    """

    def __init__(self, nursery: Nursery, plan: Plan, graded: Sequence[Suite], size: int) -> None:
        self._others = frozenset(descendants_of(os.getpid()))
        adopt_orphans()
        self._nursery, self._plan, self._graded = nursery, plan, graded
        self._size, self._most = size, size * _HELP if size > 1 else size
        self._workers: list[Worker] = []
        self._selector = selectors.DefaultSelector()
        self._rest = Rest(lambda: spent_by(self._descendants()))
        try:
            for _ in range(size):
                self._call()
        except BaseException as fault:
            self._end()
            if isinstance(fault, OSError):
                raise CrewError(
                    f"A grading process could not be started: {fault.strerror}.",
                    "Make room in the folder of temporary files (TMPDIR), or allow more processes and open files.",
                ) from fault
            raise

    def _call(self) -> Worker:
        worker = Worker(self._nursery, self._plan, self._graded)
        self._workers.append(worker)
        self._selector.register(worker.log, selectors.EVENT_READ, worker)
        return worker

    def idle(self) -> list[Worker]:
        """Those that are trying nothing, without helpers."""
        return [each for each in self._workers[: self._size] if each.at is None]

    def helper(self) -> Worker | None:
        """One more for one more try, where all that is being tried only waits: for a slow start, for an answer.

        Every half second at most, so that what it does is seen before there is another.
        """
        if not self._rest.begun():
            return None
        free = [each for each in self._workers[self._size :] if each.at is None]
        if not free and len(self._workers) < self._most:
            # those that are there will do
            with suppress(OSError):
                free = [self._call()]
        return free[0] if free else None

    def wait(self, until: float | None = None) -> Iterator[Tried]:
        """What any of them has found, as soon as there is something; nothing once it is ``until``, in monotonic time.

        Raises ``CrewError`` where one of them has ended.
        """
        limit = None if until is None else max(until - time.monotonic(), 0)
        for key, _ in self._selector.select(limit):
            yield from key.data.hear()

    def dismiss(self) -> None:
        """Let all of them end in order. Raises ``CrewError`` where one does not."""
        for each in self._workers:
            each.dismiss()

    def _end(self) -> None:
        self._selector.close()
        for each in self._workers:
            each.stop()
        for each in self._workers:
            each.end()
        end_all(self._descendants)

    def _descendants(self) -> tuple[int, ...]:
        return tuple(pid for pid in descendants_of(os.getpid()) if pid not in self._others)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()


def _words(graded: Sequence[Suite]) -> list[str]:
    """What pytest is told; its descriptors are the plan, the orders and the log."""
    ini = Path(harness.__file__).parent / "plugin" / "grading.ini"
    options = (f"--wireproof-{name}={FIRST + place}" for place, name in enumerate(("plan", "orders", "log")))
    modules = [import_module(suite.module).__file__ or "" for suite in graded]
    return [
        *("-c", str(ini), "--rootdir", str(ini.parent), "--import-mode=importlib", "--assert=plain"),
        *(word for plugin in _PLUGINS for word in ("-p", plugin)),
        *options,
        *modules,
    ]
