"""Work that this process must not do itself: taking namespaces cannot be undone, and needs a single thread.

Owns the forked child that does it. Its value comes back as JSON; its failure as an assertion with its traceback.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import time
import traceback
import warnings
from collections.abc import Callable
from typing import Any

LIMIT = 60.0


def apart(work: Callable[[], Any], limit: float = LIMIT) -> Any:
    """Do ``work`` in a child of this process and return what it returned, as JSON gives it back."""
    reading, writing = os.pipe()
    child = fork()
    if child == 0:
        os.close(reading)
        _report(work, writing)
    os.close(writing)
    try:
        said = _read(reading, limit)
    finally:
        os.close(reading)
        # a child that is done is a zombie, which no signal hurts
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert said, f"the child ended without a word, or did not end within {limit:.0f} s"
    kind, value = json.loads(said)
    assert kind == "returned", value
    return value


def fork() -> int:
    """Fork, whatever threads there are: none of them is copied, and the child needs none."""
    with warnings.catch_warnings():
        # from 3.12 on, where there are others: those of xdist
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _report(work: Callable[[], Any], writing: int) -> None:
    try:
        said = json.dumps(("returned", work()))
    except BaseException:
        said = json.dumps(("raised", traceback.format_exc()))
    try:
        with os.fdopen(writing, "w") as stream:
            stream.write(said)
    finally:
        os._exit(0)


def _read(descriptor: int, limit: float) -> bytes:
    said = b""
    end = time.monotonic() + limit
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while selector.select(max(end - time.monotonic(), 0)):
            data = os.read(descriptor, 1 << 16)
            if not data:
                return said
            said += data
    return b""
