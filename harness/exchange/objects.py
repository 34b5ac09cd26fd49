"""Plain values: whether two are the same in value and type, and how they are told in a report.

Pure functions over what ``pickles`` admits, whose limits bound their time. May not know how a value came.
"""

from __future__ import annotations

import datetime
import struct
from collections import Counter
from decimal import Decimal
from itertools import islice
from typing import Any

from harness.exchange.words import plural

_QUOTED = 60
_PARTS = 6
_DEEP = 3
_LETTERS = 80
# types that the text of a value does not tell, or not at once
_NAMED = frozenset({"int", "float", "str", "bytes", "bytearray", "list", "tuple", "dict", "set", "frozenset"})


def same(due: object, came: object) -> bool:
    """Equal in value and in type, all the way down. NaN is NaN, 0.0 is not -0.0, True is not 1; sets have no order."""
    return _essence(due) == _essence(came)


def _essence(value: Any) -> tuple[Any, ...]:
    """A hashable stand-in that is equal for values that are the same, and for no others."""
    kind = type(value).__name__
    match value:
        case list() | tuple():
            return (kind, tuple(_essence(each) for each in value))
        case set() | frozenset():
            return (kind, frozenset(Counter(_essence(each) for each in value).items()))
        case dict():
            pairs = Counter((_essence(key), _essence(each)) for key, each in value.items())
            return (kind, frozenset(pairs.items()))
        case float():
            return (kind, _bits(value))
        case complex():
            return (kind, _bits(value.real), _bits(value.imag))
        case Decimal():
            return (kind, str(value) if value.is_nan() else value)
        case bytearray():
            return (kind, bytes(value))
        case None | bool() | int() | str() | bytes():
            return (kind, value)
        case datetime.datetime() | datetime.time():
            # which of two equal readings is meant is no part of the value, and lost by older protocols; the zone is
            return (kind, repr(value.replace(fold=0)))
    return (kind, repr(value))


def _bits(number: float) -> bytes:
    return b"NaN" if number != number else struct.pack("!d", number)


def difference(due: Any, came: Any) -> str:
    """The first place at which two values differ, as a sentence; empty where the whole says it better."""
    path = ""
    while type(due) is type(came):
        if isinstance(due, list | tuple) and len(due) == len(came):
            key: Any = next(index for index in range(len(due)) if not same(due[index], came[index]))
        elif isinstance(due, dict) and set(map(_essence, due)) == set(map(_essence, came)):
            ours, theirs = ({_essence(key): (key, value) for key, value in each.items()} for each in (due, came))
            apart = next((each for each in ours if not same(ours[each][1], theirs[each][1])), None)
            if apart is None:  # several keys that are NaN have one essence
                break
            (first, due), (_, came) = ours[apart], theirs[apart]
            path = f"{path}[{_told(first, _DEEP)}]"
            continue
        elif isinstance(due, bytes | str) and min(len(due), len(came)) > _QUOTED:
            return _first_unlike(path, due, came)
        else:
            break
        path, due, came = f"{path}[{key}]", due[key], came[key]
    return f"At {path}: {in_words(came)} where {in_words(due)} was due." if path else ""


def _first_unlike(path: str, due: bytes | str, came: bytes | str) -> str:
    thing = "byte" if isinstance(due, bytes) else "character"
    shorter = min(len(due), len(came))
    # halves, not steps: millions of bytes are compared in a moment
    low, high = 0, shorter
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if due[low : middle + 1] != came[low : middle + 1] else (middle + 1, high)
    where = f"At {path}: " if path else ""
    lengths = "" if len(due) == len(came) else f" {plural(len(came), thing)} where {len(due):,} were due."
    return f"{where}The first {thing} that differs is at offset {low:,}.{lengths}"


def in_words(value: object) -> str:
    """A value with its type: ``str 'hello'``, ``tuple (1, 2)``, ``bytes of 16,777,216 bytes``."""
    kind = type(value).__name__
    if kind not in _NAMED:
        return _told(value, 0)
    if isinstance(value, str) and len(value) > _QUOTED:
        return f"{kind} of {plural(len(value), 'character')}"
    if isinstance(value, bytes | bytearray) and len(value) > _QUOTED:
        return f"{kind} of {plural(len(value), 'byte')}"
    return f"{kind} {_told(value, 0)}"


def _told(value: Any, depth: int) -> str:
    match value:
        case bool() | None | float() | complex():
            return repr(value)
        case int():
            # a long one has no text: its conversion is refused
            return str(value) if value.bit_length() <= 128 else f"of {value.bit_length():,} bits"
        case str() | bytes() | bytearray():
            text = repr(value[:_QUOTED])
            return text if len(value) <= _QUOTED else f"{text}…"
        case list():
            return f"[{_parts(value, depth)}]"
        case tuple():
            return f"({_parts(value, depth)}{',' * (len(value) == 1)})"
        case set() | frozenset():
            return f"{{{_parts(value, depth)}}}" if value else "without elements"
        case dict():
            return f"{{{_parts(value, depth)}}}"
    text = repr(value)
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…"


def _parts(values: Any, depth: int) -> str:
    """What is in a container: the first few, and nothing that is too deep."""
    if depth >= _DEEP:
        return "…" if values else ""
    first = islice(values.items() if isinstance(values, dict) else values, _PARTS)
    if isinstance(values, dict):
        parts = [f"{_told(key, depth + 1)}: {_told(each, depth + 1)}" for key, each in first]
    else:
        parts = [_told(each, depth + 1) for each in first]
    return ", ".join([*parts, f"… {len(values) - _PARTS:,} more"] if len(values) > _PARTS else parts)
