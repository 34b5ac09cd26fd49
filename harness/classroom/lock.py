"""One run at a time in a results folder.

Owns the lock, which the operating system lets go of when its holder dies, and who is said to hold it. May not know
what is guarded.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from harness.classroom.state import now
from harness.errors import UsageError
from harness.model import Frozen
from harness.submission.naming import shown


class Holder(Frozen, frozen=True, kw_only=True):
    """Who holds a lock, and since when (ISO 8601, UTC)."""

    process: int
    machine: str
    since: str


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock at ``path``. Raises ``UsageError`` where another run holds it, and says which."""
    note = path.with_name(f"{path.name}.holder")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(
            f"Another run is at work in {shown(str(path.parent))}: {_holder(note)}.",
            "Wait until it has ended, or name another folder with --report.",
        ) from None
    except OSError as fault:
        raise UsageError(
            f"{shown(str(path.parent))} cannot be locked: {fault.strerror}.", "Name another folder with --report."
        ) from fault
    try:
        holder = Holder(process=os.getpid(), machine=socket.gethostname(), since=now())
        note.write_bytes(msgspec.json.encode(holder))
        yield
    finally:
        with suppress(OSError):
            note.unlink()
        lock.release()


def _holder(note: Path) -> str:
    try:
        holder = msgspec.json.decode(note.read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError):
        return "it has only just begun"
    return f"process {holder.process} on {shown(holder.machine)}, since {holder.since}"
