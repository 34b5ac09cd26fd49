"""What a stream's bytes pass through between a peer and its socket: nothing, or one day TLS.

Owns reading and writing one non-blocking socket. May not know of loops, limits, transcripts or checks.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Protocol


class Layer(Protocol):
    """The seam between a peer and its socket.

    A layer never blocks. What it raises is an ``OSError`` (``ssl.SSLError`` is one): the stream is
    broken from then on. A TLS layer keeps two memory BIOs and moves their bytes in ``read`` and ``write``.
    """

    @property
    def unwritten(self) -> bool:
        """Whether the layer has bytes of its own to write (a handshake); ``write`` with no data writes them."""

    def write(self, data: memoryview) -> int:
        """Take what can be taken of ``data`` now; how many of its bytes that was, 0 if none."""

    def read(self, buffer: memoryview) -> int | None:
        """Fill ``buffer`` as far as what arrived reaches: bytes, 0 at the end of stream, None if there is nothing."""

    def end(self) -> None:
        """Say that nothing more will be written."""


LayerMaker = Callable[[socket.socket], Layer]


class Plain:
    """The socket itself."""

    unwritten = False

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
