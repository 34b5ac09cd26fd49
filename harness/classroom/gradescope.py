"""Gradescope's export: ``submission_metadata.yml`` and a folder per submission.

Owns the reading of that one file, as far as it names people and times; it is the output of one program, and no
other YAML is read here. May not open a file of a submission.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from harness.classroom.handed import Attempt, Handed, Person
from harness.classroom.tries import attempts_in
from harness.errors import UsageError
from harness.model import Frozen

METADATA = "submission_metadata.yml"
_TOP = re.compile(r"(?P<name>[^\s#:-][^:]*|'[^']*'|\"[^\"]*\"):\s*\Z")
_KEY = re.compile(r"\s*:(?P<key>\w+):")
_FIELD = re.compile(r":(name|email|sid):[ ]*('(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|[^,}\n]*)")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")


class Listed(Frozen, frozen=True, kw_only=True):
    """One submission as the metadata tell of it; ``created`` sorts as text."""

    folder: str
    people: tuple[Person, ...]
    created: str


def gradescope(root: Path) -> tuple[tuple[Handed, ...], set[str]]:
    """All submissions of the export at ``root``, and the names of the folders that they take up.

    Raises ``UsageError`` where the metadata cannot be read.
    """
    path = root / METADATA
    try:
        text = path.read_text("utf-8", "surrogateescape")
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}.", "Unpack Gradescope's export again.") from fault
    listed = sorted(read_metadata(text), key=lambda each: (each.created, each.folder))
    by_people: dict[str, list[Listed]] = {}
    for each in listed:
        by_people.setdefault(_identity(each), []).append(each)
    handed = tuple(
        Handed(
            identity=identity,
            people=found[-1].people or (Person(name=identity),),
            attempts=tuple(attempt for each in found for attempt in _attempts(root, each)),
        )
        for identity, found in by_people.items()
    )
    return handed, {METADATA, *(each.folder for each in listed)}


def read_metadata(text: str) -> Iterator[Listed]:
    """The submissions in the metadata's ``text``, in its order."""
    folder, block = "", list[str]()
    for line in [*text.splitlines(), "end:"]:
        top = _TOP.match(line)
        if top:
            if folder:
                yield _listed(folder, block)
            folder, block = _plain(top["name"]), []
        else:
            block.append(line)


def _listed(folder: str, block: list[str]) -> Listed:
    keys: dict[str, list[str]] = {}
    depth = min((len(line) - len(line.lstrip()) for line in block if _KEY.match(line)), default=0)
    current = list[str]()
    for line in block:
        key = _KEY.match(line)
        if key and len(line) - len(line.lstrip()) == depth:
            current = keys.setdefault(key["key"], [])
            line = line[key.end() :]
        current.append(line)
    created = "".join(keys.get("created_at", [])[:1])
    return Listed(folder=folder, people=tuple(_people(keys.get("submitters", []))), created=_plain(created))


def _people(lines: Iterable[str]) -> Iterator[Person]:
    """The submitters: a field that comes again begins the next person."""
    fields: dict[str, str] = {}
    for match in _FIELD.finditer("\n".join(lines)):
        if match[1] in fields:
            yield _person(fields)
            fields = {}
        fields[match[1]] = _plain(match[2])
    if fields:
        yield _person(fields)


def _person(fields: dict[str, str]) -> Person:
    name = fields.get("name") or fields.get("email") or fields.get("sid") or "?"
    return Person(name=name, sid=fields.get("sid", ""), email=fields.get("email", ""))


def _plain(scalar: str) -> str:
    """A YAML scalar's text: quoted either way, or bare; ``null`` and ``~`` are empty."""
    text = scalar.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        return _ESCAPE.sub(lambda found: _unescaped(*found.groups()), text[1:-1])
    return "" if text in {"null", "~"} else text


def _unescaped(two: str | None, four: str | None, eight: str | None, one: str | None) -> str:
    code = int(two or four or eight or "0", 16)
    if one is not None:
        return {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}.get(one, one)
    return chr(code) if code < 0x110000 else "\ufffd"


def _identity(each: Listed) -> str:
    return "+".join(f"{person.name}_{person.sid or person.email}".rstrip("_") for person in each.people) or each.folder


def _attempts(root: Path, each: Listed) -> tuple[Attempt, ...]:
    folder = root / each.folder
    # a name that leads elsewhere is not Gradescope's
    inside = bool(each.folder) and Path(each.folder).name == each.folder and folder.is_dir()
    return attempts_in(folder) if inside else (Attempt(label=each.folder, parts=()),)
