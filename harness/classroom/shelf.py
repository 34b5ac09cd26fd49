"""The results folder: reports appear in it whole or not at all.

Owns where a grade's report lies, and the steps by which one takes the place of another, so that a run that is killed
between any two of them leaves what the record knows. May not know the record, nor what is in a report.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from harness.classroom.grade import Place
from harness.errors import HarnessError, UsageError
from harness.log import LOG
from harness.submission.naming import shown

STATE = "state.sqlite"
LOCK = ".lock"

Expected = Mapping[tuple[Place, str], str]
"""The hash of the log of every report that is on record, by place and folder; empty where there is no report."""


class Shelf:
    """The reports below ``root``: the standing ones in plain sight, what waits and what is being made under dots."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._making = root / ".making" / secrets.token_hex(4)
        self._places = {Place.STANDING: root, Place.WITHHELD: root / ".withheld", Place.FAILED: root / ".failed"}

    @property
    def inputs(self) -> Path:
        """Where submissions are laid out that are not graded where they lie."""
        return self.root / ".submissions"

    def making(self, name: str) -> Path:
        """An empty folder for a report that is being made."""
        with _told(self.root):
            place = self._making / name
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            return place

    def where(self, place: Place, name: str) -> Path:
        """The report folder called ``name``."""
        return self._places[place] / name

    def put(self, made: Path | None, place: Place, name: str) -> None:
        """Put the report ``made`` where it belongs, and what was there aside; ``None`` leaves nothing there.

        Once this is recorded, ``settle`` does away with what was put aside; where it never is, ``recover`` undoes it.
        """
        with _told(self.root):
            target, aside = self.where(place, name), self._aside(place, name)
            if made is not None:
                _sync_tree(made)
            if target.exists():
                aside.parent.mkdir(parents=True, exist_ok=True)
                target.rename(aside)
                _sync(aside.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            if made is not None:
                made.rename(target)
            _sync(target.parent)

    def settle(self, name: str, keep: Place) -> None:
        """Do away with what stood in the place of a recorded report; a standing one leaves nothing beside it."""
        with _told(self.root):
            shutil.rmtree(self._aside(keep, name), ignore_errors=True)
            if keep is Place.STANDING:
                for place in (Place.WITHHELD, Place.FAILED):
                    shutil.rmtree(self.where(place, name), ignore_errors=True)

    def recover(self, names: set[str], expected: Expected) -> None:
        """Make the reports called ``names`` be what is ``expected``; what is not on record is not kept."""
        with _told(self.root):
            for place in Place:
                for name in names:
                    self._recover(place, name, expected.get((place, name), ""))
            self.clear()

    def clear(self) -> None:
        """Do away with what was begun and put aside; to be called where nothing is being made."""
        for leftover in (".making", ".aside"):
            shutil.rmtree(self.root / leftover, ignore_errors=True)

    def holds(self, place: Place, name: str, log: str) -> bool:
        """Whether the report is there whose log has that hash."""
        return log_hash(self.where(place, name)) == log

    def _recover(self, place: Place, name: str, log: str) -> None:
        target, aside = self.where(place, name), self._aside(place, name)
        if log_hash(target) == log:
            return
        if target.exists():
            # moved first: a folder that is half removed must not stand where a report may
            target.rename(self.making(f"{place}-{name}") / "unrecorded")
        if aside.exists() and log_hash(aside) == log:
            aside.rename(target)
            _sync(target.parent)

    def _aside(self, place: Place, name: str) -> Path:
        return self.root / ".aside" / place / name


def prepared(root: Path, collection: Path) -> Path:
    """``root`` as a results folder, made where it is missing.

    Raises ``UsageError`` where it lies among the submissions, cannot be made, or holds something else.
    """
    inside, outside = root.resolve(), collection.resolve()
    if inside.is_relative_to(outside):
        raise UsageError(
            f"The results folder {shown(str(root))} would lie among the submissions.", "Name another with --report."
        )
    try:
        root.mkdir(parents=True, exist_ok=True)
        strange = [path.name for path in root.iterdir() if not path.name.startswith(".")]
    except OSError as fault:
        raise UsageError(
            f"The results folder {shown(str(root))} cannot be made: {fault.strerror}.", "Name another with --report."
        ) from fault
    if strange and not (root / STATE).exists():
        raise UsageError(
            f"{shown(str(root))} holds something else than the results of a class: {shown(min(strange))}.",
            "Name another folder with --report.",
        )
    return root


def log_hash(report: Path) -> str:
    """SHA-256 of the log in the folder ``report``; empty where there is no such folder, ``-`` where it has no log."""
    try:
        return hashlib.sha256((report / LOG).read_bytes()).hexdigest()
    except OSError:
        return "-" if report.exists() else ""


def _sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    """Make what was written there last; some file systems cannot sync a folder, and there it lasts without it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise HarnessError(
            f"The results folder {shown(str(root))} cannot be written to: {fault.strerror}.",
            "Make room on the disk, and run the same command again: what is recorded is kept.",
        ) from fault
