"""The queue of bytes that a peer has still to write.

Owns their order and their number, without copying what is queued. May not know a socket.
"""

from __future__ import annotations

from collections import deque

from harness.exchange.transcript import Data


class Outbox:
    """First in, first out; ``size`` is the bytes in it."""

    def __init__(self) -> None:
        self.size = 0
        self._chunks: deque[memoryview] = deque()

    def push(self, data: Data) -> None:
        """Add ``data`` at the end; a caller's buffer may change afterwards."""
        if data:
            self._chunks.append(memoryview(bytes(data)))
            self.size += len(data)

    def first(self) -> memoryview:
        """The chunk that is due now; the outbox must not be empty."""
        return self._chunks[0]

    def drop_first(self, count: int) -> None:
        """Take ``count`` bytes away from the first chunk: they were written."""
        chunk = self._chunks[0]
        self.size -= count
        if count == len(chunk):
            self._chunks.popleft()
        else:
            self._chunks[0] = chunk[count:]

    def drop_last(self, count: int) -> None:
        """Take ``count`` bytes away from the end: they are not to be written any more."""
        self.size -= count
        while count:
            chunk = self._chunks.pop()
            if len(chunk) > count:
                self._chunks.append(chunk[: len(chunk) - count])
            count -= min(count, len(chunk))
