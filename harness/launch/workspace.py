"""Working copies: the submission as it was read, built once, copied fresh for every start.

Owns what lies in a copy. Knows the tree of a submission and the files of the kit; runs nothing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from harness.model import Tree


def lay_out(tree: Tree, folder: Path) -> None:
    """Write a submission's tree into the empty ``folder``."""
    root = os.fsencode(folder)
    for name in tree.folders:
        os.makedirs(os.path.join(root, name), exist_ok=True)
    for file in tree.files:
        place = os.path.join(root, file.path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        _write(place, file.content, 0o755 if file.executable else 0o644)
    for link in tree.links:
        place = os.path.join(root, link.path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.symlink(link.target, place)


def put(files: dict[bytes, bytes], folder: Path) -> None:
    """Write the kit's files in place of what a submission brought, or its build made, under their names.

    Never through a link: a name below something that is no folder of the copy's own is left out.
    """
    root = os.fsencode(folder)
    for name, content in files.items():
        place = os.path.join(root, name)
        if _makes_room(root, os.path.dirname(name)):
            _remove(Path(os.fsdecode(place)))
            _write(place, content, 0o644)


def brought(tree: Tree, names: Iterable[bytes]) -> tuple[bytes, ...]:
    """Those of ``names`` under which a submission has something, which is replaced in its copies."""
    there = {*tree.folders, *(file.path for file in tree.files), *(link.path for link in tree.links)}
    return tuple(name for name in dict.fromkeys(names) if name in there)


def copy(source: Path, target: Path) -> None:
    """Copy regular files, folders and links; anything else that a build made is left out.

    Links are copied as links and never followed: what they point to is the program's affair, inside.
    """
    pending = [(os.fsencode(source), os.fsencode(target))]
    while pending:
        here, there = pending.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                place = os.path.join(there, entry.name)
                if entry.is_symlink():
                    os.symlink(os.readlink(entry.path), place)
                elif entry.is_dir():
                    os.mkdir(place)
                    pending.append((entry.path, place))
                elif entry.is_file():
                    _copy_file(entry.path, place)


def size_of(folder: Path) -> int:
    """Bytes that the regular files below ``folder`` take, in whole pages."""
    total = 0
    for parent, _, files in os.walk(os.fsencode(folder)):
        for name in files:
            total += (os.lstat(os.path.join(parent, name)).st_size + 4095) & ~4095
    return total


def _copy_file(source: bytes, target: bytes) -> None:
    with open(source, "rb", opener=_no_follow) as stream:
        mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode) & 0o777
        _write(target, stream.read(), mode | 0o600)


def _no_follow(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW)


def _write(place: bytes, content: bytes, mode: int) -> None:
    with open(place, "xb") as stream:
        stream.write(content)
    os.chmod(place, mode)


def _remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        for each in place.iterdir():
            _remove(each)
        place.rmdir()
    else:
        place.unlink(missing_ok=True)


def _makes_room(root: bytes, parent: bytes) -> bool:
    """Make the folders of ``parent`` that are missing. Whether all of them are folders, and none a link to one."""
    place = root
    for part in parent.split(b"/") if parent else ():
        place = os.path.join(place, part)
        if not os.path.lexists(place):
            os.mkdir(place, 0o755)
        if not stat.S_ISDIR(os.lstat(place).st_mode):
            return False
    return True
