"""Reads a folder of submissions: which layout it has, and who handed in what.

Owns the recognition of layouts and the plain one. May not know what is in a submission, nor what is done with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from harness.classroom.gradescope import METADATA, gradescope
from harness.classroom.handed import Attempt, Collection, Handed, Person, natural, writable
from harness.classroom.platforms import CANVAS, MOODLE, canvas, github, github_prefix, moodle
from harness.classroom.tries import alone, attempts_in, entries
from harness.errors import UsageError
from harness.submission.archives import ARCHIVE
from harness.submission.naming import shown

# the teacher's own, beside the submissions
_ASIDE = re.compile(r"\.(csv|toml|md|ya?ml|json|html?|ods|xlsx?)\Z", re.IGNORECASE)
_ATTEMPT = re.compile(r"(?P<name>.+?)[-_ .]+attempt[-_ .]?\d+\Z", re.IGNORECASE | re.DOTALL)


def read_collection(folder: Path) -> Collection:
    """The submissions in ``folder``, in the order of their names.

    Raises ``UsageError`` where there is no such folder and where it holds no submission.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {shown(str(folder))}.", "Give the folder that holds the submissions.")
    collection = _read(folder)
    if not collection.handed:
        held = f" It holds {', '.join(map(shown, collection.aside[:5]))}." if collection.aside else ""
        raise UsageError(
            f"{shown(str(folder))} holds no submission.{held}",
            "Give the folder that holds one file, folder or archive a student.",
        )
    handed = [_encodable(each) for each in collection.handed]
    ordered = sorted(handed, key=lambda each: (natural(each.shown), each.identity))
    return Collection(layout=collection.layout, handed=tuple(ordered), aside=collection.aside)


def _encodable(handed: Handed) -> Handed:
    """The same with names that can be written down; the paths stay as they are."""
    people = tuple(Person(name=writable(each.name), sid=each.sid, email=each.email) for each in handed.people)
    return replace(handed, identity=writable(handed.identity), people=people)


def _read(folder: Path) -> Collection:
    inside = entries(folder)
    only = inside[0] if len(inside) == 1 else None
    if (folder / METADATA).is_file():
        handed, taken = gradescope(folder)
        return _with_plain("Gradescope", handed, [path for path in inside if path.name not in taken])
    if any(MOODLE.fullmatch(path.name) for path in inside):
        return _by_name("Moodle", inside, [path for path in inside if MOODLE.fullmatch(path.name)])
    if any(_is_canvas(path) for path in inside):
        return _by_name("Canvas", inside, [path for path in inside if _is_canvas(path)])
    folders = [path for path in inside if path.is_dir()]
    prefix = github_prefix(folder, folders)
    if prefix:
        return _with_plain(
            "GitHub Classroom", github(folders, prefix), [each for each in inside if each not in folders]
        )
    if only is not None and only.is_dir() and _is_unmistakable(only):
        return _read(only)
    return _with_plain("plain", (), inside)


def _is_unmistakable(folder: Path) -> bool:
    """Whether a folder in a folder is a platform's: what lies in a single student's own looks like much."""
    inside = entries(folder)
    named = any(MOODLE.fullmatch(path.name) or _is_canvas(path) for path in inside)
    return named or (folder / METADATA).is_file() or (bool(inside) and all((path / ".git").exists() for path in inside))


def _is_canvas(path: Path) -> bool:
    return bool(CANVAS.fullmatch(path.name)) and path.is_file()


def _by_name(layout: str, inside: Sequence[Path], named: Sequence[Path]) -> Collection:
    handed = moodle(named) if layout == "Moodle" else canvas(named)
    return _with_plain(layout, handed, [path for path in inside if path not in named])


def _with_plain(layout: str, handed: Sequence[Handed], others: Sequence[Path]) -> Collection:
    """A collection whose other entries are read as the plain layout has them."""
    aside = tuple(path.name for path in others if not path.is_dir() and _ASIDE.search(path.name))
    return Collection(
        layout=layout, handed=(*handed, *_plain([path for path in others if path.name not in aside])), aside=aside
    )


def _plain(paths: Sequence[Path]) -> list[Handed]:
    """A file, folder or archive a student, or several that end in ``attempt1``, ``attempt2``."""
    grouped: dict[str, list[Path]] = {}
    for path in paths:
        bare = _bare(path)
        attempt = _ATTEMPT.match(bare)
        grouped.setdefault(attempt["name"] if attempt else _unique(path, paths), []).append(path)
    return [
        Handed(identity=name, people=(Person(name=name),), attempts=_attempts(found)) for name, found in grouped.items()
    ]


def _attempts(paths: Sequence[Path]) -> tuple[Attempt, ...]:
    return tuple(each for path in paths for each in (attempts_in(path) if path.is_dir() else (alone(path),)))


def _bare(path: Path) -> str:
    return path.name if path.is_dir() else ARCHIVE.sub("", path.name) if ARCHIVE.search(path.name) else path.stem


def _unique(path: Path, paths: Sequence[Path]) -> str:
    """The name without its suffix, or with it where two differ in nothing else."""
    bare = _bare(path)
    return path.name if sum(_bare(other) == bare for other in paths) > 1 else bare
