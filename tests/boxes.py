"""Programs in the full sandbox, as the tests of isolation and launch start them.

Owns the few steps from a source text to what it said. All of it must run apart: see ``apart``.
"""

from __future__ import annotations

import json
import os
import selectors
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from apart import apart

from harness.isolation.full import FullIsolation
from harness.isolation.interface import Isolation, Sandboxed, Start
from harness.isolation.limits import MIB, Limits
from harness.isolation.toolchain import Toolchain, base_python, toolchain_of

MAIN = "main.py"
WAIT = 20.0
# what every probe begins with: it says what it found as JSON
PREAMBLE = "import json, os, sys\ndef say(value): print(json.dumps(value), flush=True)\n"


def entered() -> FullIsolation:
    """Full isolation that this process has entered; a missing sandbox is an error, not a reason to skip."""
    isolation = FullIsolation(toolchain_of(base_python()))
    isolation.enter()
    isolation.fresh_network()
    return isolation


@contextmanager
def running(isolation: Isolation, source: str, room: int = 8 * MIB, **start: Any) -> Iterator[Sandboxed]:
    """The program with that source, started in ``isolation``; gone afterwards."""
    with isolation.folder(room) as work:
        (work / MAIN).write_text(source)
        isolation.hand_over(work)
        # the base one: that of a virtual environment is not what programs are run with
        given = {"env": {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}, "toolchain": Toolchain(), **start}
        command = given.pop("command", (base_python(), MAIN))
        program = isolation.start(Start(command=command, work=work, **given))
        try:
            yield program
        finally:
            program.kill()


def said(program: Sandboxed, until: bytes = b"\n", limit: float = WAIT) -> bytes:
    """What the program writes up to and including ``until``, or up to its end."""
    found = b""
    end = time.monotonic() + limit
    with selectors.DefaultSelector() as selector:
        selector.register(program.output, selectors.EVENT_READ)
        while until not in found:
            assert selector.select(max(end - time.monotonic(), 0)), f"it said only {found!r}"
            data = os.read(program.output, 1 << 16)
            if not data:
                break
            found += data
    return found


def status_of(program: Sandboxed, limit: float = WAIT) -> int:
    """The program's status, awaited."""
    end = time.monotonic() + limit
    while (status := program.ended()) is None:
        assert time.monotonic() < end, "it did not end"
        time.sleep(0.002)
    return status


def probe(source: str, env: Mapping[str, str] | None = None, limits: Limits | None = None, **start: Any) -> Any:
    """What a program in the full sandbox says with ``say(value)``."""

    def work() -> Any:
        given = {"env": dict(env or {}), "limits": limits or Limits(), **start}
        with running(entered(), PREAMBLE + source, **given) as program:
            words = said(program)
            try:
                return json.loads(words)
            except ValueError:
                raise AssertionError(f"the probe failed: {(words + said(program, until=bytes(9))).decode()}") from None

    return apart(work)


def processes_with(word: str) -> list[int]:
    """Processes of this machine in whose command line or environment ``word`` stands."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            seen = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
        except OSError:
            continue
        if word.encode() in seen:
            found.append(int(place.name))
    return found


def gone_within(word: str, limit: float = 10.0) -> bool:
    """Wait until no process carries ``word``; False where ``limit`` seconds pass first."""
    end = time.monotonic() + limit
    while processes_with(word):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
