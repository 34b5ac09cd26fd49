"""Builds a ``Tree`` in memory, entry by entry, and refuses what could not be laid out safely.

Owns the rules for names, links and sizes, for folders and archives alike, and what is left out of
both. May not know whether the entries come from a disk or from an archive.
"""

from __future__ import annotations

import hashlib
import posixpath
import re

from msgspec.structs import replace

from harness.errors import UsageError
from harness.model import File, Link, Tree
from harness.submission.limits import LONGEST_PART, LONGEST_PATH, MOST_ENTRIES, Meter, too_many_entries
from harness.submission.naming import clipped, shown

_LEFT_OUT = {
    *(b".git", b"__pycache__", b".tox", b".mypy_cache", b".pytest_cache"),
    *(b"__MACOSX", b".DS_Store", b"Thumbs.db", b"desktop.ini"),
}
# the mark of a virtual environment (PEP 405), whatever its folder is called
ENVIRONMENT_MARK = b"pyvenv.cfg"
_REPACK = "Pack the folder again, from inside it, with zip or tar."


def left_out(part: bytes) -> bool:
    """Whether a name is never part of a submission: caches, histories, what desktops add."""
    return part in _LEFT_OUT


def clean_path(whole: str, name: bytes) -> bytes:
    """``name`` as a relative path without empty and ``.`` parts; empty for the root itself.

    Raises ``UsageError`` for absolute names, ``..``, NUL, and names no file system can hold.
    """
    parts = [part for part in name.split(b"/") if part not in (b"", b".")]
    path = b"/".join(parts)
    refused = None
    if name.startswith(b"/") or re.match(rb"[A-Za-z]:[\\/]", name):
        refused = "an absolute name"
    elif b".." in parts:
        refused = "a name that leads out of it"
    elif b"\0" in name:
        refused = "a name with a NUL byte"
    elif len(path) > LONGEST_PATH or any(len(part) > LONGEST_PART for part in parts):
        refused = "a name that is too long for a file system"
    if refused:
        raise UsageError(f"{whole} holds {refused}: {clipped(shown(name))}", _REPACK)
    return path


class Builder:
    """Collects the entries of one submission, in any order, and makes a ``Tree`` of them.

    ``whole`` is the submission as messages call it. Paths are given clean (``clean_path``).
    """

    def __init__(self, whole: str) -> None:
        self.whole = whole
        self.meter = Meter(whole)
        self._files: dict[bytes, File] = {}
        self._links: dict[bytes, Link] = {}
        self._folders: set[bytes] = set()

    def add_file(self, path: bytes, content: bytes, *, executable: bool) -> None:
        """Add a regular file, whose bytes the meter has already counted."""
        self._new(path)
        self._files[path] = File(path=path, content=content, executable=executable)
        self._count()

    def add_link(self, path: bytes, target: bytes) -> None:
        """Add a symbolic link; where it leads is checked once all entries are known."""
        self._new(path)
        self._links[path] = Link(path=path, target=target)
        self._count()

    def add_folder(self, path: bytes) -> None:
        """Add a folder; a folder may be named any number of times."""
        self._folders.add(path)
        self._count()

    def file(self, path: bytes) -> File | None:
        """A file that was already added."""
        return self._files.get(path)

    def unwrap(self) -> None:
        """Take away a single top folder that holds everything, as most archives have."""
        paths = [*self._files, *self._links, *self._folders]
        tops = {path.partition(b"/")[0] for path in paths}
        if len(tops) != 1 or any(b"/" not in path for path in (*self._files, *self._links)):
            return
        cut = len(tops.pop()) + 1
        self._files = {path[cut:]: replace(file, path=path[cut:]) for path, file in self._files.items()}
        self._links = {path[cut:]: replace(link, path=path[cut:]) for path, link in self._links.items()}
        self._folders = {path[cut:] for path in self._folders if path[cut:]}

    def tree(self) -> Tree:
        """The finished tree, sorted by path, every parent folder listed.

        Raises ``UsageError`` where nothing is in it, where a name is a file and a folder at once,
        and where a link leads out.
        """
        if not self._files:
            raise UsageError(f"{self.whole} is empty: there is no file in it.", "Hand in the program's source.")
        self._add_parents()
        folders = self._folders
        for path in sorted(folders & {*self._files, *self._links}):
            raise UsageError(f"{self.whole} holds {shown(path)} both as a folder and as something else.", _REPACK)
        for link in self._links.values():
            self._check_link(link)
        return Tree(
            files=tuple(self._files[path] for path in sorted(self._files)),
            links=tuple(self._links[path] for path in sorted(self._links)),
            folders=tuple(sorted(folders)),
        )

    def _new(self, path: bytes) -> None:
        if not path:
            raise UsageError(f"{self.whole} holds an entry without a name.", _REPACK)
        if path in self._files or path in self._links:
            raise UsageError(f"{self.whole} holds two files of the same name: {shown(path)}", _REPACK)

    def _add_parents(self) -> None:
        seen: set[bytes] = set()
        for path in (*self._files, *self._links, *self._folders):
            parent = posixpath.dirname(path)
            while parent and parent not in seen:
                seen.add(parent)
                self.add_folder(parent)
                parent = posixpath.dirname(parent)

    def _count(self) -> None:
        if len(self._files) + len(self._links) + len(self._folders) > MOST_ENTRIES:
            raise too_many_entries(self.whole)

    def _check_link(self, link: Link) -> None:
        if not _stays_inside(link, self._links):
            raise UsageError(
                f"{self.whole} holds a link that leads out of it: {shown(link.path)} to {clipped(shown(link.target))}",
                "Put a copy of the file in its place.",
            )


def _stays_inside(link: Link, links: dict[bytes, Link]) -> bool:
    """Whether a link leads to a place inside, whatever other links there are.

    Comparing normalised names is not enough: ``x/..`` is elsewhere where ``x`` is itself a link. So no link
    may climb out of another one; then each ``..`` is taken from a real folder, and its name tells the truth.
    """
    target = link.target
    if not target or target.startswith(b"/") or b"\0" in target or len(target) > LONGEST_PATH:
        return False
    here, through_link = posixpath.dirname(link.path), False
    for part in target.split(b"/"):
        if part == b"..":
            if not here or through_link:
                return False
            here = posixpath.dirname(here)
        elif part not in (b"", b"."):
            here = posixpath.join(here, part)
            through_link = through_link or here in links
    return True


def digest(tree: Tree) -> str:
    """SHA-256 over paths, modes and contents, each with its length before it, in hexadecimal."""
    hasher = hashlib.sha256()
    rows = [(file.path, b"x" if file.executable else b"-", file.content) for file in tree.files]
    rows += [(link.path, b"l", link.target) for link in tree.links]
    rows += [(folder, b"d", b"") for folder in tree.folders]
    for row in sorted(rows):
        for field in row:
            hasher.update(len(field).to_bytes(8, "big"))
            hasher.update(field)
    return hasher.hexdigest()
