"""What a grade hangs on, beside the submission: what judges it, version, and all that the command says.

Owns the key by which a grade is known to be of what lies there now. May not know who asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

import harness
from harness.classroom.grade import Grade
from harness.judging import digest_of
from harness.model import Assignment
from harness.requirement import Suite


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


def configuration_of(words: Iterable[str], python: str, asked: Assignment) -> str:
    """The hash of a command's ``words``, of the version of ``python``, and of what is ``asked``.

    Where that is written has no part in it, nor has who is asked: a roster that grows grades nobody again.
    """
    return _hash((*words, "", python, msgspec.json.encode(replace(asked, origin="")).decode()))


def _hash(fields: Iterable[str]) -> str:
    hasher = hashlib.sha256()
    for field in fields:
        data = field.encode("utf-8", "surrogateescape")
        hasher.update(len(data).to_bytes(8, "big") + data)
    return hasher.hexdigest()
