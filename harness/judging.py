"""What judges, as one hash: where it is the same, the same sources judged.

Owns which sources can turn a verdict: the suites and their drivers, the references that must keep a time limit too, and
all of the harness that has a part in a grading. What only reads a log of one has none: a page that was made prettier
grades nobody again. May not know who asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from harness.requirement import Suite

_AFTER_THE_LOG = frozenset({"classroom", "cli", "export", "handout", "report"})
_GRADED = frozenset({"known_bad", "known_good"})
"""Programs of the zoo: they are graded, and judge nobody."""


def digest_of(suites: Iterable[Suite]) -> str:
    """SHA-256 over the names and the contents of ``sources_of(suites)``, in hexadecimal."""
    hasher = hashlib.sha256()
    for name, path in sorted(sources_of(suites).items()):
        for field in (name.encode(), path.read_bytes()):
            hasher.update(len(field).to_bytes(8, "big") + field)
    return hasher.hexdigest()


def sources_of(suites: Iterable[Suite]) -> dict[str, Path]:
    """Every file that has a part in the judgement of ``suites``, by its name below where it is installed."""
    found = dict(_below("harness", _AFTER_THE_LOG)) | dict(_below("suites.shared", _GRADED))
    for suite in suites:
        for module in (suite.module, *suite.driver):
            # a module that is no part of a package lies among strangers
            package = module.rpartition(".")[0]
            found |= dict(_below(package, _GRADED) if package else [_itself(module)])
        found |= dict(_reference(suite.program))
    return found


def _below(package: str, without: frozenset[str]) -> Iterator[tuple[str, Path]]:
    root = Path(import_module(package).__path__[0])
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        made = any(part == "__pycache__" or part.startswith(".") for part in parts)
        if path.is_file() and parts[0] not in without and not made:
            yield f"{package}/{'/'.join(parts)}", path


def _itself(module: str) -> tuple[str, Path]:
    return module, Path(import_module(module).__file__ or "")


def _reference(program: str) -> Iterator[tuple[str, Path]]:
    path = Path(import_module("reference").__path__[0], f"{program.replace('-', '_')}.py")
    if path.is_file():
        yield f"reference/{path.name}", path
