"""What a grade hangs on, beside the submission: what judges it, version, and all that the command says.

Owns the key by which a grade is known to be of what lies there now. May not know who asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import harness
from harness.classroom.grade import Grade
from harness.errors import UsageError
from harness.judging import digest_of
from harness.requirement import Suite
from harness.submission.naming import shown


class Keys:
    """Keys of grades under one ``configuration``; of the suites, those count that the submission's programs need."""

    def __init__(self, suites: Mapping[str, Suite], configuration: str) -> None:
        self._suites = suites
        self._configuration = configuration
        self._digests: dict[frozenset[str], str] = {}

    def of(self, content: str, grade: Grade) -> str:
        """The key of ``grade`` if it were made now, of ``content``."""
        return _hash((content, self._digest(frozenset(grade.programs)), harness.__version__, self._configuration))

    def _digest(self, programs: frozenset[str]) -> str:
        if programs not in self._digests:
            graded = [self._suites[name] for name in sorted(programs) if name in self._suites]
            self._digests[programs] = digest_of(graded)
        return self._digests[programs]


def configuration_of(words: Iterable[str], python: str, files: Iterable[str] = ()) -> str:
    """The hash of a command's ``words``, of the version of ``python``, and of the content of the ``files`` it names.

    Raises ``UsageError`` where one cannot be read.
    """
    try:
        contents = [hashlib.sha256(Path(name).read_bytes()).hexdigest() for name in files]
    except OSError as fault:
        raise UsageError(
            f"{shown(str(fault.filename))} cannot be read: {fault.strerror}.", "Check the path."
        ) from fault
    return _hash((*words, "", python, *contents))


def _hash(fields: Iterable[str]) -> str:
    hasher = hashlib.sha256()
    for field in fields:
        data = field.encode("utf-8", "surrogateescape")
        hasher.update(len(data).to_bytes(8, "big") + data)
    return hasher.hexdigest()
