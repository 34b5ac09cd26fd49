"""What was handed in, as it lies on disk: its hash, and a path under which it can be graded.

Owns the reading of a submission's bytes for the hash alone. May not look into them: a hostile archive is opened by
the process that grades it, and by no other.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from harness.classroom.handed import Attempt, Part
from harness.submission.archives import ARCHIVE
from harness.submission.limits import CHUNK
from harness.submission.naming import base_name
from harness.submission.tree import left_out

_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC


def content_of(attempts: Sequence[Attempt]) -> str:
    """SHA-256 over names, kinds and bytes of ``attempts``, in hexadecimal; the same over the same files."""
    hasher = hashlib.sha256()
    for attempt in attempts:
        _add(hasher, (b"attempt",))
        for part in attempt.parts:
            for row in _rows(os.fsencode(part.path), os.fsencode(part.name)):
                _add(hasher, row)
    return hasher.hexdigest()


def laid_out(attempt: Attempt, name: str, folder: Path) -> Path:
    """A path whose last part says ``name``, for a grading and for whoever repeats it; made in ``folder`` if need be.

    A submission that goes by that name already is graded where it lies. Raises ``OSError``.
    """
    if len(attempt.parts) == 1 and base_name(attempt.parts[0].path) == name:
        return Path(attempt.parts[0].path)
    folder.mkdir(parents=True, exist_ok=True)
    if len(attempt.parts) == 1 and _stands_alone(attempt.parts[0]):
        suffix = ARCHIVE.search(attempt.parts[0].path)
        place = folder / (name + (suffix.group() if suffix and not Path(attempt.parts[0].path).is_dir() else ""))
        _clear(place)
        place.symlink_to(os.path.abspath(attempt.parts[0].path))
        return place
    place = folder / name
    _clear(place)
    place.mkdir()
    for part in attempt.parts:
        shutil.copy2(part.path, place / part.name)
    return place


def _stands_alone(part: Part) -> bool:
    path = Path(part.path)
    return path.is_dir() or bool(ARCHIVE.search(path.name))


def _clear(place: Path) -> None:
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.exists():
        shutil.rmtree(place)


def _add(hasher: hashlib._Hash, fields: Iterable[bytes]) -> None:
    for field in fields:
        hasher.update(len(field).to_bytes(8, "big"))
        hasher.update(field)


def _rows(path: bytes, name: bytes) -> Iterator[tuple[bytes, ...]]:
    """Name, kind and content of ``path`` and of all in it; what cannot be read is a kind of its own."""
    try:
        # the submission itself may be a link, as a path that is graded may
        mode = os.stat(path).st_mode if b"/" not in name else os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            yield name, b"folder"
            for inside in sorted(os.listdir(path)):
                if not left_out(inside):
                    yield from _rows(os.path.join(path, inside), name + b"/" + inside)
        elif stat.S_ISLNK(mode):
            yield name, b"link", os.readlink(path)
        elif stat.S_ISREG(mode):
            yield name, b"program" if mode & stat.S_IXUSR else b"file", _hash(path)
        else:
            yield name, b"special"
    except OSError as fault:
        yield name, b"unreadable", str(fault.errno).encode()


def _hash(path: bytes) -> bytes:
    hasher = hashlib.sha256()
    with open(os.open(path, _FLAGS), "rb") as stream:
        while chunk := stream.read(CHUNK):
            hasher.update(chunk)
    return hasher.digest()
