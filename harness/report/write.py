"""Writes the reports of a log into a folder: the only part of the package that touches a disk.

Owns the names of the files, that a reader never sees half of one, and that what is handed out lies apart from a log
that tells more. May not know what is in them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from harness.errors import HarnessError, UsageError
from harness.log.reader import Log, read_log
from harness.report.hidden import hides
from harness.report.html import render
from harness.report.reproduction import FOLDER, Script, scripts_of
from harness.report.results import results_of

PAGE = "index.html"
RESULTS = "results.json"
STUDENT = "student"
"""Folder, beside the log, of the report where requirements are hidden: it can be handed out as it is."""
_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})


def withdraw_reports(folder: Path) -> None:
    """Remove the reports of an earlier grading: beside a new log they would look like its own.

    Raises ``UsageError`` where they cannot be.
    """
    try:
        for place in (folder, folder / STUDENT):
            for path in (place / RESULTS, place / PAGE, *(place / FOLDER).glob("*.py")):
                path.unlink(missing_ok=True)
    except OSError as fault:
        raise UsageError(
            f"The report of an earlier grading in {folder} cannot be removed: {fault.strerror}.",
            "Name another folder with --report.",
        ) from fault


def write_reports(log_path: Path, folder: Path) -> Path:
    """Write ``results.json`` and ``index.html`` for the log into its ``place_of`` in ``folder``, made where missing.

    Returns the page's path. Raises ``UsageError`` where the log is unusable, and as ``put_files`` does.
    """
    log = read_log(log_path)
    return write_reports_of(log, place_of(log, folder))


def place_of(log: Log, folder: Path) -> Path:
    """Where in the report ``folder`` the report of ``log`` lies: beside the log, or apart from one that tells more."""
    return folder / STUDENT if hides(log.header) else folder


def write_reports_of(log: Log, folder: Path) -> Path:
    """Write the report of ``log`` into ``folder`` itself."""
    results = msgspec.json.format(msgspec.json.encode(results_of(log)), indent=1) + b"\n"
    page = render(log).encode("utf-8")
    put_files(folder, {RESULTS: results, PAGE: page})
    _put_scripts(folder / FOLDER, scripts_of(log))
    return folder / PAGE


def _put_scripts(folder: Path, scripts: Sequence[Script]) -> None:
    """Put the scripts into a folder of their own, and remove those of an earlier grading."""
    names = {each.name for each in scripts}
    stale = [path for path in folder.glob("*.py") if path.name not in names]
    with _told_of(folder):
        for path in stale:
            path.unlink()
        if scripts:
            folder.mkdir(exist_ok=True)
        for each in scripts:
            (folder / each.name).write_text(each.text, encoding="ascii")


def put_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put every file of ``files``, by its name, into ``folder``, made where it is missing; a reader sees whole ones.

    Raises ``UsageError`` where the folder cannot be written to, ``HarnessError`` where the disk fails.
    """
    with _told_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _replace(folder / name, content)
        _sync_folder(folder)


@contextlib.contextmanager
def _told_of(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        kind = HarnessError if fault.errno in _OF_THE_DISK else UsageError
        raise kind(
            f"The report cannot be written to {folder}: {fault.strerror}.",
            "Nothing has to be graded again: `wireproof report LOG --report FOLDER` writes the report of a log to a "
            "folder that you may write to, or to this one when there is room.",
        ) from fault


def _replace(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step: written beside it, synced, renamed."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Make the renames last; some file systems cannot sync a folder, and there they last without it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
