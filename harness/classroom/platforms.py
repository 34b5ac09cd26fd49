"""How Canvas, Moodle and GitHub Classroom name what was handed in.

Owns their naming rules, and the grouping of a student's files. May not open a file of a submission.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, takewhile
from pathlib import Path

from harness.classroom.handed import Attempt, Handed, Part, Person, part
from harness.classroom.tries import alone, attempts_in, is_archive, is_document, packed
from harness.classroom.tries import entries as inside
from harness.submission.manifest import MANIFEST

CANVAS = re.compile(r"(?P<name>.+?)(?:_LATE)?_(?P<user>\d+)_(?P<submission>\d+)_(?P<file>.+)", re.DOTALL)
MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<file>.*)", re.DOTALL)
_RESUBMITTED = re.compile(r"-\d+(?=\.[^.]+\Z)")


# --- Canvas -------------------------------------------------------------------------------------


def canvas(entries: Sequence[Path]) -> tuple[Handed, ...]:
    """A student's files by the user's number; ``entries`` all match ``CANVAS``."""
    found = sorted(entries, key=lambda path: _canvas_key(path.name))
    return tuple(
        Handed(
            identity=f"{_canvas_name(files[0].name)}_{user}",
            people=(Person(name=_canvas_name(files[0].name), sid=str(user)),),
            attempts=tuple(_canvas_attempts(files)),
        )
        for user, files in (
            (user, list(group)) for user, group in groupby(found, lambda path: _canvas_key(path.name)[0])
        )
    )


def _canvas_key(name: str) -> tuple[int, int, str]:
    match = CANVAS.fullmatch(name)
    assert match
    return int(match["user"]), int(match["submission"]), match["file"]


def _canvas_name(name: str) -> str:
    match = CANVAS.fullmatch(name)
    assert match
    return match["name"]


def _canvas_attempts(files: Iterable[Path]) -> Iterable[Attempt]:
    """Files of one number, and files that differ in number and in name, belong together.

    Canvas numbers each file of an attempt by itself, and calls a file that is handed in again ``server-1.py``: the
    second of a name begins the next attempt. An archive is an attempt by itself.
    """
    current: list[tuple[int, Part]] = []
    for path in files:
        _, number, name = _canvas_key(path.name)
        again = any(
            _first_name(other.name) == _first_name(name) and other_number != number for other_number, other in current
        )
        packed = is_archive(path) or any(is_archive(Path(other.path)) for _, other in current)
        beside = is_document(path) or all(is_document(Path(other.path)) for _, other in current)
        if current and (again or (packed and not beside and number != current[-1][0])):
            yield _together([each for _, each in current])
            current = []
        current.append((number, part(path, name)))
    yield _together([each for _, each in current])


def _together(parts: list[Part]) -> Attempt:
    """Files of one attempt; documents beside an archive are no part of it."""
    archives = [each for each in parts if is_archive(Path(each.path))]
    if len(archives) == 1 and all(each in archives or is_document(Path(each.path)) for each in parts):
        parts = archives
    if any(each.name != MANIFEST and _first_name(each.name) == MANIFEST for each in parts):
        # a manifest names files as they were called before Canvas numbered them
        parts = [Part(path=each.path, name=_first_name(each.name)) for each in parts]
    return Attempt(label=", ".join(each.name for each in parts), parts=tuple(parts))


def _first_name(name: str) -> str:
    """The name a file had before Canvas added ``-1`` to it."""
    return _RESUBMITTED.sub("", name)


# --- Moodle -------------------------------------------------------------------------------------


def moodle(entries: Sequence[Path]) -> tuple[Handed, ...]:
    """A student's folder, or the files of one without folders; ``entries`` all match ``MOODLE``.

    A text typed into Moodle's page is a submission only where there is no file.
    """
    found: dict[tuple[str, str], list[Path]] = {}
    for path in entries:
        match = MOODLE.fullmatch(path.name)
        assert match
        found.setdefault((match["name"], match["number"]), []).append(path)
    return tuple(
        Handed(identity=f"{name}_{number}", people=(Person(name=name, sid=number),), attempts=_moodle_attempts(paths))
        for (name, number), paths in found.items()
    )


def _moodle_attempts(paths: Sequence[Path]) -> tuple[Attempt, ...]:
    files = [path for path in paths if "_assignsubmission_file" in path.name] or list(paths)
    if len(files) == 1 and files[0].is_dir():
        return attempts_in(files[0])
    parts = [part(path, _moodle_file(path)) for path in files]
    return (_together(parts),)


def _moodle_file(path: Path) -> str:
    match = MOODLE.fullmatch(path.name)
    return (match and match["file"]) or path.name


# --- GitHub Classroom ---------------------------------------------------------------------------


def github_prefix(folder: Path, entries: Sequence[Path]) -> str:
    """What stands before the logins: ``assignment-``; empty where these are no cloned repositories.

    Repositories of one assignment are told by the name of the folder that they were cloned into, or by what all
    their names begin with. Only the name that is shown hangs on it.
    """
    names = [path.name for path in entries]
    titled = folder.name.removesuffix("-submissions") + "-"
    common = _common_prefix(names) if len(names) > 1 else ""
    for prefix in (titled, common[: common.rfind("-") + 1]):
        logins = [name.removeprefix(prefix) for name in names if name.startswith(prefix)]
        if prefix and logins and len(logins) == len(names) and not any(not each or each.isdecimal() for each in logins):
            return prefix
    return ""


def _common_prefix(names: Sequence[str]) -> str:
    first, last = min(names), max(names)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(one for one, _ in same)


def github(entries: Sequence[Path], prefix: str) -> tuple[Handed, ...]:
    """A repository a student, or what it holds packed."""
    return tuple(
        Handed(
            identity=path.name,
            people=(Person(name=path.name.removeprefix(prefix), sid=path.name.removeprefix(prefix)),),
            attempts=(alone((packed(inside(path)) or [path])[-1]),),
        )
        for path in entries
    )
