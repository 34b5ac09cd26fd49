"""Ports of a network that several gradings share: each is held by a lock while a grading uses it.

Owns the locks, the ports that are drawn, and the wait for those that stand in a program's source. Knows nothing of
who listens. A lock is a name of the abstract kind (unix(7)): one owner at a time, whoever runs it, gone with its
process, no file, and it belongs to the very network whose port it stands for, as a lock file would not.
"""

from __future__ import annotations

import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain

from harness.errors import IsolationError

LECTURE_PORTS = (20000, 25000)
_PORTS = range(20000, 32000)
# as many as one requirement may be told; older ones belong to programs that have ended
_MOST_HELD = 64
_WAIT_LIMIT = 900.0
_POLL = 0.01


class Ports:
    """The ports that this process holds."""

    def __init__(self) -> None:
        self._drawn: deque[socket.socket] = deque()

    def draw(self, drawn: int) -> int:
        """The first port from ``drawn`` on that is free and that no other grading on this machine holds.

        Two gradings are never told the same one, and none is told a port that programs hard-code.
        """
        for port in chain(range(drawn, _PORTS.stop), range(_PORTS.start, drawn)):
            lock = None if port in LECTURE_PORTS else _locked(port)
            if lock is not None and _free(port):
                self._drawn.append(lock)
                if len(self._drawn) > _MOST_HELD:
                    self._drawn.popleft().close()
                return port
            if lock is not None:
                lock.close()
        raise IsolationError("No port is free for a program on this machine.", "End other servers, or other gradings.")

    @contextmanager
    def alone(self, ports: Iterable[int]) -> Iterator[None]:
        """Hold all of ``ports``, as soon as no other grading does: for programs that take no port they are told.

        Raises ``IsolationError`` where one is held for a quarter of an hour.
        """
        wanted = sorted(set(ports))
        end = time.monotonic() + _WAIT_LIMIT
        while (held := _all_locked(wanted)) is None:
            if time.monotonic() > end:
                raise IsolationError(
                    f"Another grading holds port {' or '.join(map(str, wanted))}, and this program's source names it.",
                    "Grade one after the other here, or where each program has a network of its own.",
                )
            time.sleep(_POLL)
        with held:
            yield


def _all_locked(ports: list[int]) -> ExitStack | None:
    """All locks or none: who held some and waited for others could wait for one who does the same."""
    with ExitStack() as stack:
        for port in ports:
            lock = _locked(port)
            if lock is None:
                return None
            stack.enter_context(lock)
        return stack.pop_all()


def _locked(port: int) -> socket.socket | None:
    lock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        lock.bind(f"\0wireproof-port-{port}")
    except OSError:
        lock.close()
        return None
    return lock


def _free(port: int) -> bool:
    """Whether a server could bind the port now, for TCP and for UDP."""
    try:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(socket.AF_INET, kind) as probe:
                probe.bind(("", port))
    except OSError:
        return False
    return True
