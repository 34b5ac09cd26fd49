"""Reads pickles that a submission made, and lets nothing of them run.

Owns the plain types that are admitted and the limits. A pickle is a program: it is first read as a list of
operations, of which none may claim more than is there, and only then carried out, where each name it
may call is one of ours that looks at its arguments. May not know where a pickle came from.
"""

from __future__ import annotations

import datetime
import io
import pickle  # every name is looked up in a table of our own, see _Reader
import pickletools
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

T = TypeVar("T")

# few enough that even integers chosen to collide in a set cost no more than a second
MOST_OPERATIONS = 5_000
MOST_VALUES = 5_000
DEEPEST = 100
MOST_DIGITS = 10_000
_MOST_BITS = 1 << 16
_SHOWN = 80

# All that pickles of plain values are made of. BUILD, NEWOBJ, INST and OBJ are for classes, the EXT family for
# registered ones, PERSID for references to elsewhere, NEXT_BUFFER for memory beside the pickle.
_OPERATIONS = """
PROTO FRAME STOP MARK POP POP_MARK GLOBAL STACK_GLOBAL REDUCE
MEMOIZE PUT BINPUT LONG_BINPUT GET BINGET LONG_BINGET
NONE NEWTRUE NEWFALSE INT BININT BININT1 BININT2 LONG LONG1 LONG4 FLOAT BINFLOAT
STRING BINSTRING SHORT_BINSTRING UNICODE SHORT_BINUNICODE BINUNICODE BINUNICODE8
BINBYTES SHORT_BINBYTES BINBYTES8 BYTEARRAY8
EMPTY_LIST LIST APPEND APPENDS EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3
EMPTY_DICT DICT SETITEM SETITEMS EMPTY_SET ADDITEMS FROZENSET
"""
_ADMITTED = frozenset(_OPERATIONS.split())
_OF_CLASSES = frozenset({"BUILD", "NEWOBJ", "NEWOBJ_EX", "INST", "OBJ"})
_PLACES = frozenset({"PUT", "BINPUT", "LONG_BINPUT"})


class NotPlain(Exception):
    """What came is no pickle of plain values; the message says what is wrong with it, as the end of a sentence."""


def read_pickle(data: bytes) -> Any:
    """The plain value that ``data`` is a pickle of. Raises ``NotPlain`` for everything else; nothing of it is run."""
    _look_through(data)
    try:
        value = _Reader(io.BytesIO(data)).load()
    except NotPlain:
        raise
    except Exception as error:  # unpickling raises whatever it likes: IndexError, TypeError, RecursionError
        raise NotPlain(f"a pickle that cannot be read ({_said(error)})") from error
    _weigh(value)
    return value


def _look_through(data: bytes) -> None:
    """Read the operations without carrying any out; that it is no pickle at all goes before what is wrong in it."""
    objection = ""
    try:
        for count, (operation, argument, _) in enumerate(pickletools.genops(data), 1):
            if count > MOST_OPERATIONS:
                objection = objection or f"a pickle of more than {MOST_OPERATIONS:,} operations"
                break
            objection = objection or _objection(operation.name, argument)
    except Exception as error:  # pickletools says in many ways that bytes are no pickle
        raise NotPlain(f"no pickle ({_said(error)})") from error
    if objection:
        raise NotPlain(objection)


def _objection(operation: str, argument: object) -> str:
    if operation in _OF_CLASSES:
        return f"a pickle of an object of a class (operation {operation}), which is no plain type"
    if operation not in _ADMITTED:
        return f"a pickle with the operation {operation}, which no plain value needs"
    if operation in _PLACES and int(place := str(argument)) > MOST_OPERATIONS:
        # the reader would make room for all places below it
        return f"a pickle that remembers a value in place {place}"
    if isinstance(argument, int) and argument.bit_length() > _MOST_BITS:
        return f"a pickle with an integer of {argument.bit_length():,} bits"
    return ""


class _Reader(pickle.Unpickler):
    """Finds no class and no function but the stand-ins below."""

    def find_class(self, module: str, name: str) -> Any:
        """The stand-in for ``module.name``."""
        stand_in = _STAND_INS.get((_RENAMED.get(module, module), name))
        if stand_in is None:
            raise NotPlain(f"a pickle that names {_cut(f'{module}.{name}')}, which is no plain type")
        return stand_in


def _weigh(value: object) -> None:
    """Walk through a value as if nothing in it were shared, without recursion: a short pickle may mean a huge one."""
    waiting = [(value, 0)]
    count = 0
    while waiting:
        each, depth = waiting.pop()
        count += 1
        if depth > DEEPEST:
            raise NotPlain(f"values nested more than {DEEPEST} deep")
        if type(each) not in PLAIN:
            raise NotPlain(f"a value of type {_cut(type(each).__name__)}, which is no plain type")
        inside: list[object] = []
        if isinstance(each, dict):
            inside = [part for item in each.items() for part in item]
        elif isinstance(each, list | tuple | set | frozenset):
            inside = list(each)
        if count + len(waiting) + len(inside) > MOST_VALUES:
            raise NotPlain(f"more than {MOST_VALUES:,} values")
        waiting += [(part, depth + 1) for part in inside]


PLAIN = frozenset(
    {
        *(type(None), bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset),
        *(datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone, Decimal),
    }
)


# --- stand-ins: functions and not types, so that nothing but a call can be made of them ------------------------


def _a_set(values: list[Any]) -> set[Any]:
    return set(_exactly(list, values))


def _a_frozenset(values: list[Any]) -> frozenset[Any]:
    return frozenset(_exactly(list, values))


def _a_complex(real: float, imag: float) -> complex:
    return complex(_exactly(float, real), _exactly(float, imag))


def _a_bytearray(content: bytes | str = b"", encoding: str = "latin-1") -> bytearray:
    # of a number it would make as many bytes
    raw = _encoded(content, encoding) if isinstance(content, str) else _exactly(bytes, content)
    return bytearray(raw)


def _no_bytes() -> bytes:
    return b""


def _encoded(text: str, encoding: str) -> bytes:
    """How protocols 0 to 2 write bytes: as text in Latin-1."""
    if encoding not in {"latin1", "latin-1"}:
        raise NotPlain(f"a pickle that encodes text as {_cut(encoding)}")
    return _exactly(str, text).encode("latin-1")


def _a_decimal(text: str) -> Decimal:
    if len(_exactly(str, text)) > MOST_DIGITS:
        raise NotPlain(f"a decimal of {len(text):,} characters")
    return Decimal(text)


def _of(kind: Callable[..., Any]) -> Callable[..., Any]:
    """A stand-in for a type of fixed size, which may be made of whatever it takes."""

    def make(*arguments: Any) -> Any:
        return kind(*arguments)

    return make


def _exactly(kind: type[T], value: T) -> T:
    if type(value) is not kind:
        raise NotPlain(f"a pickle that makes {kind.__name__} of what is none")
    return value


_RENAMED = {"__builtin__": "builtins"}  # what protocols 0 to 2 call it
_STAND_INS: dict[tuple[str, str], Callable[..., Any]] = {
    ("builtins", "set"): _a_set,
    ("builtins", "frozenset"): _a_frozenset,
    ("builtins", "complex"): _a_complex,
    ("builtins", "bytearray"): _a_bytearray,
    ("builtins", "bytes"): _no_bytes,
    ("_codecs", "encode"): _encoded,
    ("decimal", "Decimal"): _a_decimal,
    **{
        ("datetime", kind.__name__): _of(kind)
        for kind in (datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone)
    },
}


def _said(error: Exception) -> str:
    return _cut(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)


def _cut(text: str) -> str:
    shown = text.encode("unicode_escape").decode("ascii")
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
