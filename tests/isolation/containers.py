"""Simulated containers, and an interpreter that every user of one can run.

Owns how a command gets into a container, as its root or as an ordinary user.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

import harness
from harness.isolation.toolchain import base_python, said_by
from harness.isolation.users import closed_folder

TESTS = Path(__file__).parent.parent
PACKAGES = Path(harness.__file__).parent.parent
SITE = Path(msgspec.__file__).parent.parent
SYSTEM_PYTHON = "/usr/bin/python3"
NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
LIMIT = 300.0


@dataclass(frozen=True)
class Container:
    """What it refuses, ``refusing`` or ``masked`` (see ``barred``), and whether its programs run as root."""

    kind: str
    root: bool

    @property
    def prefix(self) -> tuple[str, ...]:
        """The words before a command that is to run in it."""
        return (sys.executable, "-P", str(TESTS / "barred.py"), self.kind, *(() if self.root else NOBODY))

    def __str__(self) -> str:
        return f"{self.kind} as {'root' if self.root else 'an ordinary user'}"


def run_in(container: Container, command: Sequence[str], **given: Any) -> subprocess.CompletedProcess[str]:
    """Run ``command`` in a container."""
    return subprocess.run(
        [*container.prefix, *command], capture_output=True, text=True, check=False, timeout=LIMIT, cwd="/", **given
    )


@contextmanager
def open_python() -> Iterator[str]:
    """An interpreter with all that wireproof needs, which every user can run. Skips where there can be none."""
    if os.getuid():
        pytest.skip("containers are simulated by root")
    if closed_folder((str(PACKAGES), str(SITE), str(TESTS))):
        pytest.skip("the packages lie where only root can read them")
    if closed_folder((base_python(),)) is None:
        yield sys.executable
        return
    version = ".".join(map(str, sys.version_info[:2]))
    if not Path(SYSTEM_PYTHON).exists() or _version(SYSTEM_PYTHON) != version:
        pytest.skip(f"the interpreter lies where only root can read it, and {SYSTEM_PYTHON} is no Python {version}")
    with open_folder() as folder:
        subprocess.run([SYSTEM_PYTHON, "-m", "venv", "--without-pip", folder], check=True)
        (folder / "lib" / f"python{version}" / "site-packages" / "near.pth").write_text(f"{SITE}\n")
        yield str(folder / "bin" / "python")


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder in which every user may make files; pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="wireproof-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o1777)
        yield Path(folder)


Job = tuple[Path, str, Sequence[str]]


def graded_in(container: Container, python: str, jobs: Sequence[Job], before: Sequence[str] = ()) -> dict[str, Any]:
    """What ``contained`` prints of ``jobs``: paths, programs, patterns. ``before`` are words before its command."""
    with open_folder() as scratch:
        words = [*before, *_command(python, jobs, scratch)]
        return _read(run_in(container, words, env=_environment()))


def graded_at_once(container: Container, python: str, jobs: Sequence[Job], times: int) -> list[dict[str, Any]]:
    """The same, by several gradings at once in one container."""
    with open_folder() as scratch:
        lines = []
        for number in range(times):
            (scratch / str(number)).mkdir()
            (scratch / str(number)).chmod(0o777)
            words = shlex.join(_command(python, jobs, scratch / str(number)))
            lines.append(f"{words} > {scratch}/{number}.json &")
        done = run_in(container, ("/bin/sh", "-c", " ".join((*lines, "wait"))), env=_environment())
        assert done.stderr == ""
        return [json.loads((scratch / f"{number}.json").read_bytes()) for number in range(times)]


def _command(python: str, jobs: Sequence[Job], scratch: Path) -> list[str]:
    words = json.dumps([(str(path), program, list(only)) for path, program, only in jobs])
    return [python, "-P", str(TESTS / "contained.py"), str(scratch), words]


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "PYTHONPATH": f"{TESTS}:{PACKAGES}", "PYTHONDONTWRITEBYTECODE": "1"}


def _read(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _version(python: str) -> str:
    return said_by(python, "'.'.join(map(str, sys.version_info[:2]))")
