"""Landlock by its three system calls: which files the calling thread, and all it starts, can still reach.

Owns the numbers of the interface and the rules for a tree that hides some of its folders. Knows nothing of programs.
See landlock(7). A thread is confined for good: confine one that is thrown away.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from harness.errors import IsolationError
from harness.isolation.namespaces import prctl

# the same on every architecture that Python is built for
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
_PR_SET_NO_NEW_PRIVS = 38
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
# by version of the interface: how many of the rights it knows
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_RIGHTS_LATER = 16
_SCOPED_SINCE = 6
_ABSTRACT_SOCKETS, _SIGNALS = 1 << 0, 1 << 1
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_DEVICE = _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Reach:
    """Places that stay in reach, with all below them: to read and run, to change, and devices.

    ``hidden`` are folders below ``read`` of which the names alone can be read.
    """

    read: tuple[str, ...]
    change: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def version() -> int:
    """The version of the interface that this kernel speaks; 0 where it has none, or has it switched off."""
    try:
        return _call(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    except OSError:
        return 0


def confine(reach: Reach) -> None:
    """Keep the calling thread, and whatever it starts, to ``reach``; from signalling and tracing others, too.

    Raises ``IsolationError`` where the kernel has no Landlock, and ``OSError``.
    """
    known = version()
    if not known:
        raise IsolationError("this kernel has no Landlock, or it is switched off")
    handled = (1 << _RIGHTS.get(known, _RIGHTS_LATER)) - 1
    scoped = _ABSTRACT_SOCKETS | _SIGNALS if known >= _SCOPED_SINCE else 0
    attributes = struct.pack("=QQQ", handled, 0, scoped)
    rules = _call(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    try:
        for place, rights in _rules(reach):
            _allow(rules, place, rights & handled)
        prctl(_PR_SET_NO_NEW_PRIVS, 1)
        _call(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _rules(reach: Reach) -> Iterator[tuple[str, int]]:
    for place in reach.read:
        yield from _tree(place, reach.hidden)
    change = (1 << _RIGHTS_LATER) - 1 & ~(_MAKE_CHAR | _MAKE_BLOCK)
    yield from ((place, change) for place in reach.change)
    yield from ((place, _DEVICE) for place in reach.devices)


@lru_cache
def _tree(place: str, hidden: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Rules for ``place``, looked up once: a system has a hundred folders beside a hidden one."""
    return tuple(_seen(Path(place).resolve(), tuple(Path(each).resolve() for each in hidden)))


def _seen(place: Path, hidden: tuple[Path, ...]) -> Iterator[tuple[str, int]]:
    """Rules for ``place`` without what is hidden in it: rights go down a tree, so each neighbour has its own."""
    inside = tuple(each for each in hidden if each.is_relative_to(place))
    if place in inside:
        return
    # a name that cannot be listed is not found by an importer, even where it can be read
    yield str(place), _READ_DIR if inside else _READ
    if inside:
        for each in place.iterdir():
            if not each.is_symlink():
                yield from _seen(each, inside)


def _allow(rules: int, place: str, rights: int) -> None:
    # what is not there needs no rule
    with suppress(FileNotFoundError):
        descriptor = os.open(place, os.O_PATH | os.O_CLOEXEC)
        try:
            allowed = rights if Path(place).is_dir() else rights & _OF_FILES
            attributes = struct.pack("=Qi", allowed, descriptor)
            if allowed:
                _call(_ADD_RULE, rules, _PATH_BENEATH, attributes, 0)
        finally:
            os.close(descriptor)


def _call(number: int, *arguments: object) -> int:
    result: int = _libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"landlock: {os.strerror(error)}")
    return result
