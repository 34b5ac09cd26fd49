"""Writes the log: one entry a line, flushed as it happens, so that a killed run leaves what it knew.

Owns the order of entries (header first, nothing after the footer), the encoding, and that a log has one writer at a
time. May not know what the entries mean.
"""

from __future__ import annotations

import fcntl
import os
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from harness.errors import HarnessError, UsageError
from harness.model import Entry, Footer, Header


class LogWriter:
    """Appends entries to a new log at ``path``; a context manager.

    An older log of the same name is replaced, but not one that is still being written. Raises ``UsageError`` where
    the file cannot be made or is another writer's, ``HarnessError`` where a line cannot be written, ``ValueError`` for
    an entry out of order.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: Entry | None = None
        try:
            # unbuffered: a write that failed is not tried again when the file is closed
            self._stream: FileIO = path.open("ab", buffering=0)
            self._hold_alone()
            # what has no size, as a device, has nothing to be replaced
            if os.fstat(self._stream.fileno()).st_size:
                self._stream.truncate(0)
        except OSError as fault:
            raise UsageError(
                f"The log {path} cannot be written: {fault.strerror}.",
                "Name a report folder that exists and that you may write to.",
            ) from fault

    def write(self, entry: Entry) -> None:
        """Append ``entry`` and hand it to the operating system; the footer is also synced to disk."""
        self._hold_order(entry)
        try:
            line = memoryview(encoded(entry))
            while line:
                line = line[self._stream.write(line) :]
            if isinstance(entry, Footer):
                os.fsync(self._stream.fileno())
        except OSError as fault:
            raise HarnessError(
                f"The log {self._path} could not be written to the end: {fault.strerror}.",
                f"What was found until then is kept: `wireproof report {self._path}` shows it. "
                "Make room on the disk and grade again; no points were lost.",
            ) from fault
        self._last = entry

    def close(self) -> None:
        """Close the file; a log closed before its footer stays incomplete and says so when read."""
        self._stream.close()

    def _hold_alone(self) -> None:
        """Lock the file until it is closed or this process ends; some file systems cannot, and there it is not."""
        try:
            fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            self._stream.close()
            raise UsageError(
                f"Another grading is writing {self._path}.",
                "Wait until it has ended, or name another folder with --report.",
            ) from fault
        except OSError:
            pass

    def _hold_order(self, entry: Entry) -> None:
        first = self._last is None
        if first != isinstance(entry, Header):
            raise ValueError(f"a log begins with its one header; {type(entry).__name__} came out of order")
        if isinstance(self._last, Footer):
            raise ValueError(f"a log ends with its footer; {type(entry).__name__} came after it")

    def __enter__(self) -> LogWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def encoded(entry: msgspec.Struct) -> bytes:
    r"""One line of the log, or of what is said between the processes of a grading, with its line end.

    JSON holds no lone surrogates, file names and outputs may: they are written as the text ``\udcff``.
    """
    try:
        return msgspec.json.encode(entry) + b"\n"
    except UnicodeEncodeError:
        return msgspec.json.encode(_encodable(msgspec.to_builtins(entry))) + b"\n"


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {_encodable(key): _encodable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(each) for each in value]
    return value
