"""Working copies: the submission as it was read, built once, copied fresh for every start.

Owns what lies in a copy. Knows the tree of a submission and the files of the kit; runs nothing.
"""

from __future__ import annotations

import os
import stat
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


def put(files: dict[str, bytes], folder: Path) -> tuple[str, ...]:
    """Write the kit's files, replacing what a submission brought; the names that were replaced."""
    replaced = []
    for name, content in files.items():
        place = folder / name
        if place.is_symlink() or place.exists():
            replaced.append(name)
            _remove(place)
        _write(os.fsencode(place), content, 0o644)
    return tuple(replaced)


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
        place.unlink()
