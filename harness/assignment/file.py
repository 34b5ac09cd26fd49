"""Reads ``assignment.toml``, strictly: every mistake is named, with its line and its key.

Owns the keys and their types. May not know how any of it comes into effect.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import msgspec

from harness.assignment.lines import line_of
from harness.assignment.roster import Absence
from harness.errors import UsageError
from harness.model import Assignment, Bounds, Frozen, Level, Shown, Tier, matches

_SEE = "`wireproof init` writes a file in which every key is explained."
_MIB = 1 << 20
_MOST_POINTS = 1_000_000
_UNKNOWN = re.compile(r"unknown field `(.*)`")
_MISSING = re.compile(r"missing required field `(.*)`")

Text = Annotated[str, msgspec.Meta(min_length=1)]
Count = Annotated[int, msgspec.Meta(ge=1)]


class Hidden(Frozen, frozen=True, kw_only=True):
    """The table ``[hidden]``."""

    requirements: tuple[Text, ...] = ()
    show: Shown = Shown.COUNT


class Limits(Frozen, frozen=True, kw_only=True):
    """The table ``[limits]``: seconds, MiB, and a number."""

    time: Annotated[float, msgspec.Meta(ge=1)] | None = None
    memory: Count | None = None
    processes: Count | None = None


class File(Frozen, frozen=True, kw_only=True):
    """The whole file as it stands there."""

    title: Text
    programs: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    arguments: bool = False
    packages: tuple[Text, ...] = ("requests",)
    isolation: Tier | None = None
    roster: Text | None = None
    absent: Absence = Absence.MISSING
    points: dict[str, int] = msgspec.field(default_factory=dict)
    hidden: Hidden = Hidden()
    limits: Limits = Limits()


class Given(Frozen, frozen=True, kw_only=True):
    """An assignment, where the roster of its students lies, and what it means to be absent.

    Only a class needs that the roster is there.
    """

    assignment: Assignment
    roster: Path | None = None
    absence: Absence = Absence.MISSING


def read_assignment(path: Path, known: Collection[str]) -> Given:
    """The assignment at ``path``; ``known`` are the identifiers of all requirements.

    Raises ``UsageError`` for all that is wrong with it, a name that is not known among it.
    """
    reading = _Reading(path, known)
    file = reading.file()
    reading.check(file)
    hidden, limits = file.hidden, file.limits
    levels = {level: file.points[level.value.lower()] for level in Level if level.value.lower() in file.points}
    return Given(
        assignment=Assignment(
            title=file.title,
            origin=str(path),
            programs=tuple(dict.fromkeys(file.programs)),
            levels=levels,
            points={name: worth for name, worth in file.points.items() if not _is_level(name)},
            hidden=hidden.requirements,
            shown=hidden.show,
            arguments=file.arguments,
            packages=file.packages,
            bounds=Bounds(
                seconds=limits.time,
                memory=limits.memory * _MIB if limits.memory else None,
                processes=limits.processes,
            ),
            isolation=file.isolation,
        ),
        roster=path.parent / file.roster if file.roster else None,
        absence=file.absent,
    )


def _is_level(name: str) -> bool:
    return name.upper() in Level.__members__


class _Reading:
    """One file while it is read: its text, by which a mistake finds its line."""

    def __init__(self, path: Path, known: Collection[str]) -> None:
        self._path = path
        self._known = known
        self._text = self._read()

    def _read(self) -> str:
        try:
            return self._path.read_bytes().decode("utf-8-sig")
        except OSError as fault:
            raise UsageError(
                f"The assignment {self._path} cannot be read: {fault.strerror}.", "`wireproof init` writes one."
            ) from fault
        except UnicodeDecodeError as fault:
            raise UsageError(f"{self._path} is not UTF-8.", "Save it as plain text in UTF-8.") from fault

    def file(self) -> File:
        """The file in its types."""
        try:
            document = tomllib.loads(self._text)
        except (ValueError, RecursionError) as fault:
            reason = str(fault) if isinstance(fault, ValueError) else "it is nested too deeply"
            raise UsageError(f"{self._path} is not TOML: {reason}.", "Mend that line.") from fault
        self._check_points(document.get("points", {}))
        try:
            return msgspec.convert(document, File)
        except msgspec.ValidationError as fault:
            raise self._refused(str(fault)) from None

    def check(self, file: File) -> None:
        """Hold every name against what there is."""
        programs = list(dict.fromkeys(each.partition(".")[0] for each in self._known))
        asked = [each for each in self._known if each.partition(".")[0] in file.programs]
        for name in file.programs:
            if name not in programs:
                raise self._wrong(("programs",), f"there is no program {name!r}", _near(name, programs))
        patterns = {name: ("points", name) for name in file.points if not _is_level(name)}
        patterns |= dict.fromkeys(file.hidden.requirements, ("hidden", "requirements"))
        for pattern, key in patterns.items():
            if not any(matches(each, (pattern,)) for each in asked):
                names = [name for each in asked for name in (each, each.partition(".")[2])]
                raise self._wrong(
                    key, f"{pattern!r} is no requirement of {', '.join(file.programs)}", _near(pattern, names)
                )
        if file.absent is Absence.ZERO and not file.roster:
            raise self._wrong(("absent",), "nobody is known to be absent where there is no roster", _SEE)
        for name in file.packages:
            if not _is_installed(name):
                raise self._wrong(
                    ("packages",), f"{name!r} is not installed here", "Install it where wireproof is, or leave it out."
                )

    def _check_points(self, points: Any) -> None:
        # msgspec does not say which key of a table of equal values it means
        if not isinstance(points, Mapping):
            raise self._wrong(("points",), "it is no table", "Begin it with a line [points].")
        for name, worth in points.items():
            if isinstance(worth, Mapping):
                raise self._wrong(
                    ("points", name), "an identifier has a dot in it", f'Write it in quotation marks: "{name}.…" = 4.'
                )
            if not isinstance(worth, int) or isinstance(worth, bool) or not 0 <= worth <= _MOST_POINTS:
                raise self._wrong(
                    ("points", name), f"points are a whole number from 0 to {_MOST_POINTS:,}", "Write such a number."
                )

    def _refused(self, fault: str) -> UsageError:
        """What msgspec found, in words of ours."""
        what, _, place = fault.partition(" - at `$")
        key = tuple(part.partition("[")[0] for part in place.rstrip("`").split(".") if part.partition("[")[0])
        if match := _UNKNOWN.search(what):
            table = File.__struct_fields__ if not key else _FIELDS[key[0]]
            return self._wrong((*key, match[1]), "there is no such key", _near(match[1], table))
        if match := _MISSING.search(what):
            return self._wrong((*key, match[1]), "it must be given", _SEE)
        return self._wrong(key, f"{what[:1].lower()}{what[1:]}".replace("`", ""), _SEE)

    def _wrong(self, key: tuple[str, ...], what: str, cure: str) -> UsageError:
        line = line_of(self._text, key)
        place = f", line {line}" if line else ""
        return UsageError(f"{self._path}{place}: {'.'.join(key)}: {what}.", cure)


_FIELDS = {"hidden": Hidden.__struct_fields__, "limits": Limits.__struct_fields__}


def _near(word: str, names: Iterable[str]) -> str:
    close = get_close_matches(word, list(names), n=2)
    return f"Did you mean {' or '.join(close)}?" if close else "`wireproof list` names all that there is."


def _is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True
