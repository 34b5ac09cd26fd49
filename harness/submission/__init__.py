"""First stage: turns a path into a ``Submission``, in memory.

Owns paths, archives, the manifest and the recognition of programs. Nothing is unpacked to disk and nothing
is imported or run. May not know how a program is started, checked or judged.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from harness.model import File, Missing, Program, Submission, Tree
from harness.submission.archives import ARCHIVE, read_archive
from harness.submission.asked import asked_of_file, asked_of_tree
from harness.submission.choose import check_names, programs_of_file, programs_of_tree
from harness.submission.credentials import with_credentials
from harness.submission.folder import mode_of, read_file, read_folder
from harness.submission.limits import Meter
from harness.submission.naming import base_name, shown
from harness.submission.programs import LESSONS, NAMES, Kind, Lesson
from harness.submission.tree import clean_path, digest

__all__ = ["LESSONS", "NAMES", "Kind", "Lesson", "read_asked", "read_submission"]


def read_submission(path: str, programs: Sequence[str] = (), known: Sequence[str] = NAMES) -> Submission:
    """The submission at ``path``: a file, a folder, or an archive.

    ``programs`` are those that were asked for; none means all that are found. ``known`` are the names that
    are accepted, the lecture's twenty unless suites from elsewhere add theirs. Raises ``UsageError`` for
    every path, archive, manifest and program that cannot be graded as given (README.md, *What can be graded*).
    """
    wanted = check_names(programs, known)
    tree, single = _read(path)
    found = programs_of_file(tree, wanted) if single else programs_of_tree(shown(path), tree, wanted, known)
    return _submission(path, tree, found)


def read_asked(path: str, asked: Sequence[str], known: Sequence[str] = NAMES) -> Submission:
    """The submission at ``path``, in which each program of ``asked`` is looked for.

    What is not found is ``missing``, not refused: an assignment asks for it whether it is there or not. All else that
    cannot be graded as given raises ``UsageError``, as with ``read_submission``.
    """
    wanted = check_names(asked, known)
    tree, single = _read(path)
    found, missing = asked_of_file(tree, wanted) if single else asked_of_tree(shown(path), tree, wanted, known)
    return _submission(path, tree, found, missing)


def _read(path: str) -> tuple[Tree, bool]:
    """What lies at ``path``, and whether it is a single file."""
    whole = shown(path)
    if stat.S_ISDIR(mode_of(path)):
        return read_folder(path, whole), False
    if ARCHIVE.search(path):
        content, _ = read_file(path, Meter(whole))
        return read_archive(path, content, whole), False
    return _single(path), True


def _submission(path: str, tree: Tree, found: tuple[Program, ...], missing: tuple[Missing, ...] = ()) -> Submission:
    return Submission(
        name=base_name(path),
        origin=shown(path),
        digest=digest(tree),
        tree=tree,
        programs=with_credentials(tree, found),
        missing=missing,
    )


def _single(path: str) -> Tree:
    content, executable = read_file(path, Meter(shown(path)))
    name = clean_path(shown(path), os.fsencode(os.path.basename(os.path.abspath(path))))
    return Tree(files=(File(path=name, content=content, executable=executable),))
