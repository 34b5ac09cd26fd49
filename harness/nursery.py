"""Where grading processes come from: a process that has loaded all they need, and forks them on request.

Owns that process, what it may see of the caller's environment, and one end of the line to each child. May not know
what children do. What is on the other side, and what is said between the two, stands in ``harness.plugin.parent``.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

import harness
from harness.errors import CrewError

FIRST = 3
"""The number that the first of a child's descriptors has there; the others follow."""

_KEPT = ("PATH", "HOME", "TMPDIR", "RUSTUP_HOME")
_STOP_LIMIT = 10.0


class Child:
    """A process that was asked for."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._status: int | None = None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        with suppress(OSError):
            self._line.send(bytes([number]))

    def wait(self, limit: float | None = None) -> int | None:
        """Its exit status, negative for a signal; ``None`` where it has not ended within ``limit`` seconds."""
        if self._status is None:
            self._line.settimeout(limit)
            with suppress(TimeoutError):
                # where whoever forked it is gone, so is the child
                self._status = int(self._line.recv(16) or -signal.SIGKILL)
        return self._status

    def close(self) -> None:
        """Let go of it; it ends where it has not."""
        self._line.close()


class Nursery:
    """Gives processes that run pytest with given words; a context manager, after which none of them is left.

    ``modules`` are loaded beside what all of them need: worth it where many processes will need them.
    Raises ``CrewError`` where it cannot be started.
    """

    def __init__(self, *modules: str) -> None:
        try:
            self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "harness.plugin.parent", str(theirs.fileno()), *modules],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=(theirs.fileno(),),
                    env=environment(),
                    cwd="/",
                    # Ctrl-C is for this process, which ends the others in order
                    start_new_session=True,
                )
        except OSError as fault:
            raise CrewError(
                f"The process that starts gradings could not be started: {fault.strerror}.",
                "Allow more processes and open files.",
            ) from fault

    def child(self, words: Sequence[str], output: int, *descriptors: int) -> Child:
        """A process that runs pytest with ``words``, says what it has to say to ``output``, and has ``descriptors``.

        Those are its own from ``FIRST`` on. Raises ``OSError``.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            said = msgspec.msgpack.encode(list(words))
            socket.send_fds(self._requests, [said], [theirs.fileno(), output, *descriptors])
        return Child(ours)

    def close(self) -> None:
        """End it, and whatever it has started that is still there."""
        self._requests.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_LIMIT)
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def environment() -> dict[str, str]:
    """Built, not inherited: ``PYTEST_ADDOPTS`` and its like steer pytest."""
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "PYTHONPATH": str(Path(harness.__file__).parent.parent),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "LANG": "C.UTF-8",
    }
