"""Workbenches for the tests of launch: one program from its source text, in the full sandbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

from boxes import entered

from harness.isolation.toolchain import base_python
from harness.launch.kit import Kit, make_kit
from harness.launch.server import Server
from harness.launch.workbench import NO_ASSIGNMENT, Workbench
from harness.model import Assignment, File, Happening, Program, Tree

Told = list[tuple[Happening, str]]
MAIN = "main.py"


def kit(seed: int = 7) -> Kit:
    return make_kit(Random(seed))


def tree(files: Mapping[str, str | bytes]) -> Tree:
    contents = {name: each.encode() if isinstance(each, str) else each for name, each in files.items()}
    return Tree(files=tuple(File(path=name.encode(), content=content) for name, content in contents.items()))


@contextmanager
def workbench(
    source: str | bytes,
    files: Mapping[str, str | bytes] | None = None,
    assignment: Assignment = NO_ASSIGNMENT,
    **program: Any,
) -> Iterator[Workbench]:
    """The prepared workbench of that program; to be used apart."""
    said = {"name": "tcp-echo", "path": MAIN, "command": ("{python}", MAIN), **program}
    handed_in = tree({MAIN: source, **(files or {})})
    bench = Workbench(entered(), handed_in, Program(**said), kit(), base_python(), assignment)
    with bench.prepared():
        yield bench


@contextmanager
def server(
    source: str, files: Mapping[str, str | bytes] | None = None, told: Told | None = None, **program: Any
) -> Iterator[Server]:
    """That program as a server, not yet started; stopped at the end."""
    events = told if told is not None else []
    with workbench(source, files, **program) as bench:
        life = Server(bench, "tcp", lambda kind, note: events.append((kind, note)))
        try:
            yield life
        finally:
            life.stop()
