"""What a program writes: drained always, kept in part, searched for what it must not say.

Owns the thread that reads a program's output and watches its memory. Judges nothing.
"""

from __future__ import annotations

import os
import selectors
import threading
import time
from collections.abc import Callable, Iterable

from harness.model import Output

_CHUNK = 1 << 16
_KEPT = 16 << 10
_LOOK_EVERY = 0.25
# past this a flood is read no faster than about 6 MB/s: the pipe then slows the program, not the harness
_FLOOD, _FLOOD_PAUSE = 8 << 20, 0.01


class Drain:
    """Reads ``descriptor`` until its end in a thread; calls ``look`` four times a second meanwhile.

    Keeps the first and the last 16 KiB. ``secrets`` are byte strings whose appearance is noted.
    """

    def __init__(self, descriptor: int, look: Callable[[], None], secrets: Iterable[bytes] = ()) -> None:
        self._descriptor = os.dup(descriptor)
        self._look = look
        self._secrets = tuple(secrets)
        self._overlap = max(map(len, self._secrets), default=1) - 1
        self._carry = b""
        self._head = bytearray()
        self._tail = bytearray()
        self._total = 0
        self.leaked: set[bytes] = set()
        self._stopping, self._stop = os.pipe()
        self._thread = threading.Thread(target=self._run, name="drain", daemon=True)
        self._thread.start()

    def output(self) -> Output:
        """What was written so far."""
        head, tail = bytes(self._head), bytes(self._tail)
        return Output(head=head, tail=tail, total=self._total)

    def finish(self) -> None:
        """Stop reading, having read all that the (dead) program left in the pipe."""
        os.close(self._stop)
        self._thread.join()
        for descriptor in (self._descriptor, self._stopping):
            os.close(descriptor)

    def _run(self) -> None:
        os.set_blocking(self._descriptor, False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._descriptor, selectors.EVENT_READ)
            selector.register(self._stopping, selectors.EVENT_READ)
            looked = time.monotonic()
            while True:
                ready = {key.fd for key, _ in selector.select(_LOOK_EVERY)}
                if self._descriptor in ready and not self._take():
                    selector.unregister(self._descriptor)
                if self._stopping in ready and self._descriptor not in ready:
                    return
                if time.monotonic() - looked >= _LOOK_EVERY:
                    self._look()
                    looked = time.monotonic()

    def _take(self) -> bool:
        try:
            data = os.read(self._descriptor, _CHUNK)
        except BlockingIOError:
            return True
        self._total += len(data)
        room = _KEPT - len(self._head)
        self._head += data[:room]
        self._tail += data[max(room, 0) :]
        del self._tail[:-_KEPT]
        self._search(data)
        if self._total > _FLOOD:
            time.sleep(_FLOOD_PAUSE)
        return bool(data)

    def _search(self, data: bytes) -> None:
        text = self._carry + data
        self.leaked.update(secret for secret in self._secrets if secret in text)
        self._carry = text[-self._overlap :] if self._overlap else b""
