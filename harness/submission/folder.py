"""Reads a file or a folder from disk into memory, without following links and without blocking.

Owns every touch of the file system. May not know what the files are for.
"""

from __future__ import annotations

import os
import stat
from itertools import islice

from harness.errors import UsageError
from harness.model import Tree
from harness.submission.limits import CHUNK, MOST_ENTRIES, Meter, too_many_entries
from harness.submission.naming import shown
from harness.submission.tree import ENVIRONMENT_MARK, Builder, clean_path, left_out

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
# O_NONBLOCK: a path may turn into a pipe between the look and the opening
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC


def mode_of(path: str) -> int:
    """Mode of what ``path`` leads to: a regular file or a folder. Raises ``UsageError`` for all else."""
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UsageError(f"There is no file or folder {shown(path) or repr(path)}.", "Check the path.") from error
    except OSError as error:
        raise _unreadable(path, error) from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        kind = _KINDS.get(stat.S_IFMT(mode), "something else")
        raise UsageError(
            f"{shown(path)} is {kind}, not a file, folder or archive.", "Give the path of the program's source."
        )
    return mode


def read_file(path: str | bytes, meter: Meter, *, follow: bool = True) -> tuple[bytes, bool]:
    """Content of a regular file, and whether its owner may execute it.

    Raises ``UsageError`` where it can't be read or is larger than the meter has room for.
    """
    try:
        descriptor = os.open(path, _FLAGS if follow else _FLAGS | os.O_NOFOLLOW)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise UsageError(f"{shown(path)} is not a regular file any more.", "Try again.")
            content = file.read(min(meter.room, max(status.st_size, CHUNK)) + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    meter.add(len(content))
    return content, bool(status.st_mode & stat.S_IXUSR)


def read_folder(path: str, whole: str) -> Tree:
    """Everything in a folder but caches, histories and virtual environments.

    Raises ``UsageError`` for links that lead out, pipes, sockets, devices, and too much of anything.
    """
    builder = Builder(whole)
    root = os.fsencode(path)
    waiting = [b""]
    while waiting:
        inside = waiting.pop()
        for entry in _entries(os.path.join(root, inside) if inside else root, whole):
            name = clean_path(whole, os.path.join(inside, entry.name))
            if _add(builder, name, entry):
                waiting.append(name)
    return builder.tree()


def _add(builder: Builder, name: bytes, entry: os.DirEntry[bytes]) -> bool:
    """Add one entry of a folder; true for a folder that is still to be read."""
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
        target = os.readlink(entry.path) if stat.S_ISLNK(mode) else b""
    except OSError as error:
        raise _unreadable(entry.path, error) from error
    if stat.S_ISDIR(mode):
        builder.add_folder(name)
        return True
    if stat.S_ISLNK(mode):
        builder.add_link(name, target)
    elif stat.S_ISREG(mode):
        content, executable = read_file(entry.path, builder.meter, follow=False)
        builder.add_file(name, content, executable=executable)
    else:
        kind = _KINDS.get(stat.S_IFMT(mode), "neither file nor folder")
        raise UsageError(f"{builder.whole} holds {shown(name)}, which is {kind}.", "Remove it and try again.")
    return False


def _entries(folder: bytes, whole: str) -> list[os.DirEntry[bytes]]:
    try:
        with os.scandir(folder) as entries:
            found = list(islice(entries, MOST_ENTRIES + 1))
    except OSError as error:
        raise _unreadable(folder, error) from error
    if len(found) > MOST_ENTRIES:
        raise too_many_entries(whole)
    return [entry for entry in sorted(found, key=lambda entry: entry.name) if not _left_out(entry)]


def _left_out(entry: os.DirEntry[bytes]) -> bool:
    return left_out(entry.name) or os.path.lexists(os.path.join(entry.path, ENVIRONMENT_MARK))


def _unreadable(path: str | bytes, error: OSError) -> UsageError:
    reason = error.strerror or type(error).__name__
    return UsageError(f"{shown(path)} cannot be read: {reason}.", "Check the path and its permissions.")
