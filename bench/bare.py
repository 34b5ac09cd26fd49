"""The same exchanges with nothing around them: each check on a fresh plain process, called from a loop.

Owns the floor that a grading is compared with. Measures; judges nothing.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from harness.exchange.loop import Peers
from harness.exchange.transcript import Transcript
from harness.isolation.plain import ProcessIsolation
from harness.isolation.toolchain import base_python, toolchain_of
from harness.launch.kit import make_kit
from harness.launch.server import Server
from harness.launch.workbench import Workbench
from harness.plugin.properties import Falsify
from harness.plugin.stage import reference
from harness.requirement import Requirement, Suite

SEED = 7


def times_of(suite: Suite, scratch: Path) -> dict[str, float]:
    """Seconds for each requirement of ``suite`` on its reference, by identifier."""
    python = base_python()
    isolation = ProcessIsolation(toolchain_of(python), scratch)
    isolation.enter()
    tree, program = reference(suite.program)
    with Workbench(isolation, tree, program, make_kit(Random(SEED)), python).prepared() as bench:
        return {suite.identifier(each): _timed(suite, each, bench) for each in suite}


def _timed(suite: Suite, requirement: Requirement, bench: Workbench) -> float:
    began = time.perf_counter()
    server = Server(bench, suite.dialect.transport, lambda *_: None)
    server.start()
    try:
        with Peers(Transcript()) as peers:
            _call(requirement.check, suite, server, peers, bench)
            peers.reset_all()
    finally:
        server.stop()
    return time.perf_counter() - began


def _call(check: Callable[..., None], suite: Suite, server: Server, peers: Peers, bench: Workbench) -> None:
    given: dict[str, Any] = {
        "server": server,
        "peers": peers,
        "dialect": suite.dialect,
        "draw": Random(SEED),
        "kit": bench.kit,
        "falsify": Falsify(str(SEED), server.start, []),
    }
    wanted = inspect.signature(check).parameters
    try:
        check(**{name: given[name] for name in wanted})
    except pytest.skip.Exception:
        return
