"""Simulated containers, in which every user can run this interpreter and read what a grading needs.

Owns how a command gets into one, as its root or as an ordinary user.
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
from barred import open_ways

import harness
from harness.isolation.namespaces import prctl

TESTS = Path(__file__).parent.parent
PACKAGES = Path(harness.__file__).parent.parent
SITE = Path(msgspec.__file__).parent.parent
PARTS = ("harness", "suites", "reference")
_ORDINARY = 65534
NOBODY = ("setpriv", f"--reuid={_ORDINARY}", f"--regid={_ORDINARY}", "--clear-groups")
_PR_SET_DUMPABLE = 4
LIMIT = 300.0
# what a grading reads; an interpreter and a checkout below root's home are closed to everybody else
PLACES = (sys.prefix, sys.base_prefix, str(SITE), str(TESTS), *(str(PACKAGES / name) for name in PARTS))


def barred(kind: str) -> tuple[str, ...]:
    """The words before a command that is to run in a container of that kind."""
    return (sys.executable, "-P", str(TESTS / "barred.py"), kind, ":".join(PLACES))


@dataclass(frozen=True)
class Container:
    """What it refuses, ``refusing`` or ``masked`` (see ``barred``), and whether its programs run as root."""

    kind: str
    root: bool

    @property
    def prefix(self) -> tuple[str, ...]:
        """The words before a command that is to run in it."""
        return (*barred(self.kind), *(() if self.root else NOBODY))

    def __str__(self) -> str:
        return f"{self.kind} as {'root' if self.root else 'an ordinary user'}"


def become_ordinary() -> None:
    """Go on as an ordinary user, who can read what a grading needs; nothing where this process is one. Apart only."""
    if os.getuid() == 0:
        open_ways(PLACES)
        os.setgroups([])
        os.setresgid(_ORDINARY, _ORDINARY, _ORDINARY)
        os.setresuid(_ORDINARY, _ORDINARY, _ORDINARY)
        # a process that gave up root owns nothing of its own /proc until it says so (proc(5))
        prctl(_PR_SET_DUMPABLE, 1)


def run_in(container: Container, command: Sequence[str], **given: Any) -> subprocess.CompletedProcess[str]:
    """Run ``command`` in a container."""
    return subprocess.run(
        [*container.prefix, *command], capture_output=True, text=True, check=False, timeout=LIMIT, cwd="/", **given
    )


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder in which every user may make files; pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="wireproof-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o1777)
        yield Path(folder)


Job = tuple[Path, str, Sequence[str]]


def graded_in(container: Container, jobs: Sequence[Job], before: Sequence[str] = ()) -> dict[str, Any]:
    """What ``contained`` prints of ``jobs``: paths, programs, patterns. ``before`` are words before its command."""
    with open_folder() as scratch:
        words = [*before, *_command(jobs, scratch)]
        return _read(run_in(container, words, env=environment()))


def graded_at_once(container: Container, jobs: Sequence[Job], times: int) -> list[dict[str, Any]]:
    """The same, by several gradings at once in one container."""
    with open_folder() as scratch:
        lines = []
        for number in range(times):
            (scratch / str(number)).mkdir()
            (scratch / str(number)).chmod(0o777)
            words = shlex.join(_command(jobs, scratch / str(number)))
            lines.append(f"{words} > {scratch}/{number}.json &")
        done = run_in(container, ("/bin/sh", "-c", " ".join((*lines, "wait"))), env=environment())
        assert done.stderr == ""
        return [json.loads((scratch / f"{number}.json").read_bytes()) for number in range(times)]


def _command(jobs: Sequence[Job], scratch: Path) -> list[str]:
    words = json.dumps([(str(path), program, list(only)) for path, program, only in jobs])
    return [sys.executable, "-P", str(TESTS / "contained.py"), str(scratch), words]


def environment() -> dict[str, str]:
    return {"PATH": os.defpath, "PYTHONPATH": f"{TESTS}:{PACKAGES}", "PYTHONDONTWRITEBYTECODE": "1"}


def _read(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said
