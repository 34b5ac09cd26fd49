"""What goes over a connection that somebody else reads and writes: handed on, and told.

Owns two streams around a socket's own. Knows no protocol but that a header ends with an empty line.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from harness.model import Happening

Tell = Callable[[Happening, bytes, int], bool]  # what happened, the bytes and their offset; whether to go on

_HEAD = 8 << 10


class Tap(io.RawIOBase):
    """Reads from ``source``, a buffered stream; once ``answered`` is set, once more at most, so that nobody waits."""

    def __init__(self, source: Any, tell: Tell) -> None:
        self.answered = False
        self._source, self._tell = source, tell
        self._first = bytearray()
        self._size = 0
        self._over = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """What one read of the socket brings; 0 at the end."""
        if self._over:
            return 0
        self._over = self.answered
        data = self._source.read1(len(buffer))
        buffer[: len(data)] = data
        if not data:
            self._tell(Happening.END, b"", 0)
        elif not self._tell(Happening.RECEIVED, data, self._size):
            self._over = True
        self._first += data[: max(0, _HEAD - len(self._first))]
        self._size += len(data)
        return len(data)

    def close(self) -> None:
        """Let the socket go: it waits for whoever reads from it."""
        super().close()
        self._source.close()

    def head(self) -> bytes:
        """What came up to the first empty line, 8 KiB at most."""
        return bytes(self._first).partition(b"\r\n\r\n")[0]


class Noting(io.BufferedIOBase):
    """Writes to ``target``, a stream that takes all of it."""

    def __init__(self, target: Any, tell: Tell) -> None:
        self._target, self._tell = target, tell
        self._size = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: Any) -> int:
        """All of it, at once."""
        self._tell(Happening.SENT, bytes(data), self._size)
        self._size += len(data)
        return int(self._target.write(data))
