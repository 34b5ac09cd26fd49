"""First stage: turns a path into a ``Submission``, in memory.

Owns paths, archives, the manifest and the recognition of programs. Nothing is unpacked to disk and nothing
is imported or run. May not know how a program is started, checked or judged.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from harness.model import File, Submission, Tree
from harness.submission.archives import ARCHIVE, read_archive
from harness.submission.choose import check_names, programs_of_file, programs_of_tree
from harness.submission.credentials import with_credentials
from harness.submission.folder import mode_of, read_file, read_folder
from harness.submission.limits import Meter
from harness.submission.naming import base_name, shown
from harness.submission.programs import LESSONS, NAMES, Kind, Lesson
from harness.submission.tree import clean_path, digest

__all__ = ["LESSONS", "NAMES", "Kind", "Lesson", "read_submission"]


def read_submission(path: str, programs: Sequence[str] = (), known: Sequence[str] = NAMES) -> Submission:
    """The submission at ``path``: a file, a folder, or an archive.

    ``programs`` are those that were asked for; none means all that are found. ``known`` are the names that
    are accepted, the lecture's twenty unless suites from elsewhere add theirs. Raises ``UsageError`` for
    every path, archive, manifest and program that cannot be graded as given (SPEC.md, *Programs*).
    """
    wanted = check_names(programs, known)
    whole = shown(path)
    mode = mode_of(path)
    if stat.S_ISDIR(mode):
        tree = read_folder(path, whole)
        found = programs_of_tree(whole, tree, wanted, known)
    elif ARCHIVE.search(path):
        content, _ = read_file(path, Meter(whole))
        tree = read_archive(path, content, whole)
        found = programs_of_tree(whole, tree, wanted, known)
    else:
        tree = _single(path)
        found = programs_of_file(tree, wanted)
    return Submission(
        name=base_name(path), origin=whole, digest=digest(tree), tree=tree, programs=with_credentials(tree, found)
    )


def _single(path: str) -> Tree:
    content, executable = read_file(path, Meter(shown(path)))
    name = clean_path(shown(path), os.fsencode(os.path.basename(os.path.abspath(path))))
    return Tree(files=(File(path=name, content=content, executable=executable),))
