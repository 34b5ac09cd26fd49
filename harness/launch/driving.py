"""Programs that are no process of their own, such as a class: a driver stands between interpreter and program.

Owns how a suite's driver comes into the sandbox: as one file beside the submission's, started in its place, with the
program's own words after it. It runs there and nowhere else; what it does is the suite's affair.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

from msgspec.structs import replace

from harness.model import Program

DRIVER = "wireproof_driver.pyz"


def driven(program: Program) -> Program:
    """``program`` started by the driver: ``python FILE`` becomes ``python DRIVER FILE``."""
    interpreter, *words = program.command
    return replace(program, command=(interpreter, DRIVER, *words))


def packed(modules: Sequence[str]) -> bytes:
    """An archive that Python can run (zipapp): the modules by their names, the first one's ``main`` called."""
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("__main__.py", f"from {modules[0]} import main\nmain()\n")
        for package in sorted({parent for name in modules for parent in _parents(name)}):
            archive.writestr(f"{package.replace('.', '/')}/__init__.py", "")
        for name in modules:
            archive.writestr(f"{name.replace('.', '/')}.py", _source(name))
    return content.getvalue()


def _parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def _source(name: str) -> bytes:
    spec = find_spec(name)
    assert spec is not None, f"a driver is made of modules; {name} is none"
    assert spec.origin is not None, f"{name} is a file"
    return Path(spec.origin).read_bytes()
