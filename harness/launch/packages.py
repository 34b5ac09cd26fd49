"""Packages that a program may use though they are none of its interpreter's own: laid out once, seen read-only.

Owns what of the harness's environment is copied for them: their sources and byte code, and nothing else of it.
Extension modules are left out, so that the same folder serves another version of Python.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

from harness.model import Tree

_BLOCK = 4096
_ROOM = 4 << 20
_NAME = re.compile(r"[\w.-]+")
_COMPILE_LIMIT = 60.0
# of certifi, which knows no other way to be told whom to trust
_BUNDLE = Path("certifi", "cacert.pem")


def wanted_by(tree: Tree, allowed: Iterable[str]) -> tuple[str, ...]:
    """Those of the ``allowed`` packages that a submission speaks of, by name or by a module, or of what they need.

    Who installs a package has what it needs too, and may import that alone.
    """
    return tuple(name for name in allowed if any(_words(name).search(file.content) for file in tree.files))


def room_for(names: Iterable[str]) -> int:
    """Bytes that ``names`` and all they need take at most, compiled too."""
    return _ROOM + sum(
        # byte code is about as large as its source
        2 * (file.size or 0) + 2 * _BLOCK
        for distribution in _with_needs(tuple(names))
        for file in distribution.files or ()
        if _is_copied(file)
    )


@cache
def _words(name: str) -> re.Pattern[bytes]:
    """Any of the names by which a submission may speak of a package: whole words, since one of them is ``idna``."""
    names = {name}.union(*(_modules(each.name) for each in _with_needs((name,))))
    return re.compile(rb"\b(?:%s)\b" % b"|".join(re.escape(each.encode()) for each in sorted(names)))


@cache
def _modules(name: str) -> frozenset[str]:
    """The top-level modules of a package: ``python-dateutil`` is imported as ``dateutil``."""
    files = metadata.distribution(name).files or ()
    tops = {file.parts[0].removesuffix(".py") for file in files if file.suffix == ".py" and _is_copied(file)}
    return frozenset(top for top in tops if top.isidentifier())


def _is_copied(file: metadata.PackagePath) -> bool:
    return ".." not in file.parts and file.suffix not in {".so", ".pyd"}


def lay_out_packages(names: tuple[str, ...], folder: Path, trust: bytes, python: str) -> None:
    """Copy ``names`` and all they need into ``folder``; who uses them trusts ``trust`` (PEM) and nobody else.

    What the harness itself has not compiled is compiled for ``python``: a start would take three times as long
    without it.
    """
    for distribution in _with_needs(names):
        for file in distribution.files or ():
            if _is_copied(file):
                place = folder / file
                place.parent.mkdir(parents=True, exist_ok=True)
                # with its time, by which byte code knows its source
                shutil.copy2(str(distribution.locate_file(file)), place)
    if (folder / _BUNDLE).exists():
        (folder / _BUNDLE).write_bytes(trust)
    # no verdict hangs on it: sources that are not compiled only start more slowly
    subprocess.run(
        [python, "-I", "-S", "-m", "compileall", "-q", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_COMPILE_LIMIT,
        check=False,
    )


def _with_needs(names: tuple[str, ...]) -> list[metadata.Distribution]:
    """The distributions of ``names`` and of what they require, without extras."""
    waiting, found = list(names), dict[str, metadata.Distribution]()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = metadata.distribution(name)
            needs = (need for need in found[name].requires or () if "extra" not in need.partition(";")[2])
            waiting += [match[0] for need in needs if (match := _NAME.match(need))]
    return list(found.values())
