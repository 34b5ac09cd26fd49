"""Which of the things in one student's folder are submissions of their own: attempts, archives, or all of it as one.

Owns that decision. May not know which platform made the folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from harness.classroom.handed import Attempt, natural, part
from harness.submission.archives import ARCHIVE
from harness.submission.tree import left_out

# a bare number is no attempt: exercises are numbered too, and none of them may be dropped
_NUMBERED = re.compile(r"(attempt|submission|try|version|v)[-_ .]?\d+|\d{4}-\d\d-\d\d", re.IGNORECASE)
_DOCUMENT = re.compile(r"\.(pdf|docx?|odt|rtf|md|txt|html?|png|jpe?g|gif|svg|log|csv)\Z", re.IGNORECASE)


def entries(folder: Path) -> list[Path]:
    """What lies in ``folder``, in natural order, without what is never handed in."""
    try:
        found = [path for path in folder.iterdir() if not left_out(os.fsencode(path.name))]
    except OSError:
        # a folder that cannot be read is a submission that cannot: its grading says why
        return []
    return sorted((path for path in found if not path.name.startswith(".")), key=lambda path: natural(path.name))


def attempts_in(folder: Path) -> tuple[Attempt, ...]:
    """The attempts in a student's folder, the oldest first.

    Entries that are all called attempts (``attempt-1``, ``v2.zip``, a date) are attempts; so are archives among nothing
    but documents. A folder in a folder is looked into. Anything else is one submission, the folder as it is.
    """
    inside = entries(folder)
    if len(inside) == 1 and inside[0].is_dir() and not inside[0].is_symlink():
        return attempts_in(inside[0])
    if len(inside) > 1 and all(_NUMBERED.match(path.name) and _stands_alone(path) for path in inside):
        return tuple(_latest_of(path) for path in inside)
    return tuple(map(alone, packed(inside))) or (alone(folder),)


def packed(inside: Sequence[Path]) -> list[Path]:
    """The archives in which a submission must be, because there is nothing beside them but documents."""
    archives = [path for path in inside if is_archive(path)]
    return archives if all(path in archives or is_document(path) for path in inside) else []


def alone(path: Path, name: str = "") -> Attempt:
    """One file, folder or archive as an attempt."""
    return Attempt(label=name or path.name, parts=(part(path, name),))


def is_archive(path: Path) -> bool:
    """Whether ``path`` is a file that is read as an archive."""
    return bool(ARCHIVE.search(path.name)) and path.is_file()


def is_document(path: Path) -> bool:
    """Whether ``path`` is a file that people read, not one that runs."""
    return bool(_DOCUMENT.search(path.name)) and path.is_file()


def _stands_alone(path: Path) -> bool:
    return path.is_dir() or is_archive(path)


def _latest_of(path: Path) -> Attempt:
    """A numbered entry as one attempt, under the number's name."""
    found = attempts_in(path)[-1] if path.is_dir() else alone(path)
    return Attempt(label=path.name, parts=found.parts)
