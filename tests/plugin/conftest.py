"""A suite from elsewhere, installed for one test: by its entry point, as any other distribution's."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from grading import entries, grade

from harness import nursery
from harness.model import Entry, Result

PROGRAM = """
import os, socketserver, sys, time
class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(4096):
            if data == b"crash":
                print("last words", file=sys.stderr, flush=True)
                os._exit(7)
            self.request.sendall(data)
            if data == b"crash later":
                os._exit(8)
class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
with Server(("", int(os.environ["PORT"])), Handler) as server:
    server.serve_forever()
"""

Grade = Callable[..., dict[str, Result]]
Log = Callable[..., list[Entry]]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a distribution that brings ``foreign_suite``; here and in every grading."""
    place = tmp_path / "site"
    (place / "foreign-1.dist-info").mkdir(parents=True)
    (place / "foreign-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: foreign\nVersion: 1\n")
    entry = "[wireproof.suites]\nline-echo = foreign_suite:SUITE\n"
    (place / "foreign-1.dist-info" / "entry_points.txt").write_text(entry)
    (place / "foreign_suite.py").write_text((Path(__file__).parent / "foreign_suite.py").read_text())
    monkeypatch.syspath_prepend(place)
    # one of an earlier test lay elsewhere
    monkeypatch.delitem(sys.modules, "foreign_suite", raising=False)
    environment = nursery.environment

    def extended() -> dict[str, str]:
        given = environment()
        return {**given, "PYTHONPATH": f"{given['PYTHONPATH']}{os.pathsep}{place}"}

    monkeypatch.setattr(nursery, "environment", extended)
    return place


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "line_echo.py"
    path.write_text(PROGRAM)
    return path


@pytest.fixture
def foreign(installed: Path, program: Path) -> Grade:
    """Grade a program by that suite: results by name."""

    def graded(*only: str, path: Path = program, **plan: Any) -> dict[str, Result]:
        results = grade(path, programs=("line-echo",), only=only, **plan)
        return {each.id.partition(".")[2]: each for each in results}

    return graded


@pytest.fixture
def foreign_log(installed: Path, program: Path) -> Log:
    """The whole log of grading by that suite, complete or not."""
    return lambda *only: entries(program, programs=("line-echo",), only=only)
