"""What a collection of submissions comes to, whatever platform laid it out.

Owns the values that every layout is read into. May not know the layouts, and opens no file.
"""

from __future__ import annotations

import re
from pathlib import Path

from harness.model import Frozen
from harness.report.text import file_name
from harness.submission.naming import base_name

RESERVED = re.compile(r"(state\.sqlite.*|.*\.(html|json|csv|xml))\Z", re.IGNORECASE)
"""Names that the results folder keeps for itself."""


class Person(Frozen, frozen=True, kw_only=True):
    """Somebody who handed in; ``sid`` is the platform's number or login, where it tells one."""

    name: str
    sid: str = ""
    email: str = ""


class Part(Frozen, frozen=True, kw_only=True):
    """A file or folder as it lies in the collection, and the name under which it was handed in."""

    path: str
    name: str


class Attempt(Frozen, frozen=True, kw_only=True):
    """One submission: a folder, an archive or a file, or several files that belong together.

    No part at all is an attempt whose files are missing: ``label`` then says which.
    """

    label: str
    parts: tuple[Part, ...]


class Handed(Frozen, frozen=True, kw_only=True):
    """All that one student, or one group, handed in: ``attempts`` from the oldest to the latest.

    ``identity`` is the same in every run, and no two in a collection share one.
    """

    identity: str
    people: tuple[Person, ...]
    attempts: tuple[Attempt, ...]

    @property
    def folder(self) -> str:
        """The name of the report folder: readable, safe, and different for different identities."""
        plain = base_name(self.identity.replace("/", "-"))
        return plain if plain == self.identity and not RESERVED.match(plain) else file_name(self.identity)

    @property
    def shown(self) -> str:
        """The names of those who handed in, as they are told on a line."""
        return ", ".join(person.name for person in self.people)


class Collection(Frozen, frozen=True, kw_only=True):
    """A folder of submissions. ``aside`` are entries that are none: nothing is left out in silence."""

    layout: str
    handed: tuple[Handed, ...]
    aside: tuple[str, ...] = ()


def part(path: Path, name: str = "") -> Part:
    """The file or folder at ``path``, handed in as ``name``: as what it is called, unless told otherwise."""
    return Part(path=str(path), name=name or path.name)


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts as people count: ``attempt2`` before ``attempt10``."""
    words = re.split(r"(\d+)", text.casefold())
    return tuple((1, int(word), "") if word.isdecimal() else (0, 0, word) for word in words)


def writable(text: str) -> str:
    """``text`` with what is no UTF-8 in a file's name as escapes: no record holds such a thing."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
