"""Reads ``conformance.toml`` (README.md, *Grade your own*), strictly: every mistake is named, with its place.

Owns the keys and their types. May not know the files of the submission.
"""

from __future__ import annotations

import shlex
import tomllib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec

from harness.errors import UsageError
from harness.submission.naming import clipped, shown
from harness.submission.programs import nearest

MANIFEST = "conformance.toml"
_SEE = "README.md shows a conformance.toml, under Grade your own."


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ``[programs.NAME]`` of a manifest, as it stands there."""

    command: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    build: tuple[str, ...] = ()
    env: dict[str, str] = {}
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] | None = None
    authkey: str | None = None


def read_manifest(content: bytes, known: Sequence[str]) -> dict[str, Entry]:
    """Programs of a manifest by name; empty where it names none.

    ``known`` are the programs there are. Raises ``UsageError`` for all that is wrong with it.
    """
    document = _document(content)
    _check_keys(document, ("programs",), "at the top")
    programs = document.get("programs", {})
    if not isinstance(programs, dict):
        raise UsageError(f"{MANIFEST}: programs is no table.", "Begin each program with [programs.NAME].")
    return {name: _entry(name, value, known) for name, value in programs.items()}


def _document(content: bytes) -> dict[str, Any]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2]) + 1
        raise UsageError(
            f"{MANIFEST} is not UTF-8 (line {line}, column {column}).", "Save it as plain text in UTF-8."
        ) from error
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError; so is a number of too many digits
        reason = clipped(str(error)) if isinstance(error, ValueError) else "it is nested too deeply"
        raise UsageError(f"{MANIFEST} is not TOML: {reason}.", "Mend that line.") from error


def _entry(name: str, value: object, known: Sequence[str]) -> Entry:
    if name not in known:
        raise UsageError(
            f"{MANIFEST} names a program that does not exist: {clipped(name)}. {nearest(name, known)}",
            "Use one of the names of wireproof list.",
        )
    place = f"in [programs.{name}]"
    if not isinstance(value, dict):
        raise UsageError(f"{MANIFEST}: programs.{name} is no table.", f"Begin it with a line [programs.{name}].")
    _check_keys(value, Entry.__struct_fields__, place)
    if "command" not in value:
        raise UsageError(f"{MANIFEST}: {place} there is no command.", 'Add one, such as command = ["./server"].')
    for key in ("command", "build"):
        _check_list(key, value.get(key, []), place)
    try:
        entry = msgspec.convert(value, Entry)
    except msgspec.ValidationError as error:
        raise UsageError(f"{MANIFEST}: {place}: {clipped(str(error))}.", _SEE) from error
    _check_texts(entry, place)
    return entry


def _check_keys(table: Mapping[str, object], known: Sequence[str], place: str) -> None:
    for key in table:
        if key not in known:
            raise UsageError(f"{MANIFEST}: unknown key {clipped(key)} {place}. {nearest(key, known)}", _SEE)


def _check_list(key: str, value: object, place: str) -> None:
    if not isinstance(value, str):
        return
    try:
        words = shlex.split(value)
    except ValueError:
        words = value.split()
    written = ", ".join(f'"{shown(word)}"' for word in words)
    raise UsageError(
        f"{MANIFEST}: {key} {place} is a text, and must be a list.", f"No shell is used: write {key} = [{written}]."
    )


def _check_texts(entry: Entry, place: str) -> None:
    """What no system call takes: NUL bytes, and names of variables that are none."""
    texts = [*entry.command, *entry.build, *entry.env, *entry.env.values()]
    if any("\0" in text for text in texts):
        raise UsageError(f"{MANIFEST}: {place} there is a NUL character.", "Remove it.")
    if not entry.command[0] or (entry.build and not entry.build[0]):
        raise UsageError(f"{MANIFEST}: {place} a command has no name.", "Let its first word be a program.")
    for name in entry.env:
        if not name or "=" in name:
            raise UsageError(f"{MANIFEST}: env {place} has no usable variable name: {shown(name)!r}.", "Rename it.")
