"""One grading in a process of its own, so that whatever ends it ends nothing else.

Owns the starting, the deadline and the ending of those processes, and what they say last. May not know what they
run, nor what a grade is.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

import msgspec

from harness.errors import ExitStatus
from harness.model import Frozen

STOP_LIMIT = 20.0
"""Seconds in which a grading that is told to end does so in order: it ends its programs, and writes what it knows."""

_LAST_WORDS = 500


class Ended(Frozen, frozen=True, kw_only=True):
    """The one line in which a grading's process says how it ended; ``what`` and ``cure`` are those of its error."""

    status: int
    what: str = ""
    cure: str = ""


class Children:
    """Starts gradings by ``command``, each with further words; to be used from several threads."""

    def __init__(self, command: Sequence[str], deadline: float) -> None:
        self._command = tuple(command)
        self._deadline = deadline
        self._lock = Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def grade(self, words: Sequence[str | Path]) -> Ended:
        """Run one grading to its end, and no longer than the deadline. Raises ``KeyboardInterrupt`` once stopped."""
        with tempfile.TemporaryFile() as errors:
            process = self._started(words, errors.fileno())
            try:
                said, _ = process.communicate(timeout=self._deadline)
            except subprocess.TimeoutExpired:
                _end(process)
                process.communicate()
                return Ended(
                    status=ExitStatus.HARNESS,
                    what=f"The grading did not end within {self._deadline:.0f} s, and was stopped.",
                )
            finally:
                with self._lock:
                    self._running.discard(process)
            if self._stopped:
                raise KeyboardInterrupt
            errors.seek(0)
            return _read(said, process.returncode, errors.read())

    def stop(self) -> None:
        """End all gradings, in order where they can, and start no other."""
        with self._lock:
            self._stopped = True
            running = list(self._running)
        for process in running:
            process.terminate()
        for process in running:
            _end(process)

    def _started(self, words: Sequence[str | Path], errors: int) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise KeyboardInterrupt
            process = subprocess.Popen(
                [*self._command, *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                # Ctrl-C is for this process, which ends the others in order
                start_new_session=True,
            )
            self._running.add(process)
            return process


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, in order where it can; another thread may be reading what it says."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_LIMIT)
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(said: bytes, status: int, errors: bytes) -> Ended:
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(said, type=Ended)
    ended = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
    words = errors.decode(errors="replace").strip()[-_LAST_WORDS:]
    return Ended(
        status=ExitStatus.HARNESS,
        what=f"The grading's process {ended} before it said what came of it.{f' It wrote: {words}' if words else ''}",
    )
