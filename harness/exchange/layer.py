"""What a stream's bytes pass through between a peer and its socket: nothing, or TLS (``tls.py``).

Owns reading and writing one non-blocking socket. May not know of loops, limits, transcripts or checks.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Sequence
from typing import Protocol

from harness.model import Happening

News = tuple[Happening, str]


class Broken(OSError):
    """A layer's stream is broken, by ``kind``; ``note`` says more."""

    def __init__(self, kind: Happening, note: str) -> None:
        super().__init__(note)
        self.kind, self.note = kind, note


_PLAIN_WORDS = frozenset({errno.ECONNRESET, errno.ECONNREFUSED})  # the event's name says it all


def ending_of(error: OSError) -> News:
    """How an error that broke a stream is told."""
    if isinstance(error, Broken):
        return error.kind, error.note
    code = error.errno or 0
    kind = Happening.TIMEOUT if code == errno.ETIMEDOUT else Happening.RESET
    return kind, "" if code in _PLAIN_WORDS else errno.errorcode.get(code, str(error))


class Layer(Protocol):
    """The seam between a peer and its socket.

    A layer never blocks. What it raises is an ``OSError``: the stream is broken from then on; a ``Broken``
    says how it is told.
    """

    @property
    def takes(self) -> bool:
        """Whether ``write`` and ``end`` have any sense yet; before a handshake they have none."""

    @property
    def unwritten(self) -> bool:
        """Whether ``write`` is to be called even without data: the layer has bytes of its own, or takes data now."""

    @property
    def unread(self) -> bool:
        """Whether ``read`` has more to tell, though nothing may arrive any more."""

    def write(self, data: memoryview) -> int:
        """Take what can be taken of ``data`` now; how many of its bytes that was, 0 if none."""

    def read(self, buffer: memoryview) -> int | None:
        """Fill ``buffer`` as far as what arrived reaches: bytes, 0 at the end of stream, None if there is nothing."""

    def end(self) -> None:
        """Say that nothing more will be written."""

    def part(self) -> None:
        """Take leave, before the socket is closed, as far as that can be done at once."""

    def news(self) -> Sequence[News]:
        """What happened in the layer itself since this was asked last."""


LayerMaker = Callable[[socket.socket], Layer]


class Plain:
    """The socket itself."""

    takes = True
    unwritten = False
    unread = False

    def __init__(self, link: socket.socket) -> None:
        self._link = link

    def write(self, data: memoryview) -> int:
        """Bytes the kernel took."""
        try:
            return self._link.send(data)
        except BlockingIOError:
            return 0

    def read(self, buffer: memoryview) -> int | None:
        """Bytes the kernel had."""
        try:
            return self._link.recv_into(buffer)
        except BlockingIOError:
            return None

    def end(self) -> None:
        """Send FIN after what is queued."""
        self._link.shutdown(socket.SHUT_WR)

    def part(self) -> None:
        """Closing says it all."""

    def news(self) -> Sequence[News]:
        """Nothing happens here."""
        return ()
