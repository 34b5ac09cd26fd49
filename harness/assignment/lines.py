"""Where a key stands in a TOML file, for messages: the parser of the standard library does not say.

Owns that one question, answered by reading line by line. A key inside an inline table is found by its table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

_PART = r"""(?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*\[\[?\s*({_KEY})\s*\]")
_VALUE = re.compile(rf"\s*({_KEY})\s*=")


def line_of(text: str, key: tuple[str, ...]) -> int:
    """The line, from 1, on which ``key`` or the nearest table that holds it begins; 0 where none is found."""
    best, depth = 0, 0
    for number, found in _keys(text):
        same = _shared(found, key)
        # a table that is longer than what is looked for is another one
        if same > depth and same == min(len(found), len(key)):
            best, depth = number, same
    return best


def _keys(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _TABLE.match(line):
            table = _parts(match[1])
            yield number, table
        elif match := _VALUE.match(line):
            yield number, (*table, *_parts(match[1]))


def _parts(written: str) -> tuple[str, ...]:
    """``a."b.c"`` as its parts, read by the parser itself."""
    try:
        level = tomllib.loads(f"{written} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    parts: list[str] = []
    while isinstance(level, dict):
        ((part, level),) = level.items()
        parts.append(part)
    return tuple(parts)


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    pairs = zip(one, other, strict=False)
    return next((number for number, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))
