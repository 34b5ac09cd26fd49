"""Hostile modules: they run in the driver's own process, and gain nothing by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from grading import grade

from harness.model import Verdict

HOLLOW = """
class EventHandler:
    fileno = wants_to_receive = wants_to_send = handle_receive = handle_send = lambda self: None

def event_loop(handlers):
    {0}
"""

WRITES = """
import os
for fd in range(3, 64):
    try:
        os.write(fd, b"\n0 loaded ''\n1 done ''\n")
    except OSError:
        pass
"""

MODULES = {
    "it writes reports of its own to every descriptor": WRITES
    + HOLLOW.format("import select; select.select([], [], [])"),
    "its loop does so": HOLLOW.format(WRITES.replace("\n", "\n    ") + "import select; select.select([], [], [])"),
    "its loop ends the process with success": HOLLOW.format("import os; os._exit(0)"),
    "its loop exits": HOLLOW.format("import sys; sys.exit(0)"),
    "its loop echoes by itself": HOLLOW.format(
        "import os, select\n    while True:\n        for fd in range(3, 64):\n"
        "            try:\n                if select.select([fd], [], [], 0)[0]: os.write(fd, os.read(fd, 9999))\n"
        "            except OSError: pass"
    ),
}


@pytest.mark.parametrize("source", MODULES.values(), ids=MODULES)
def test_a_hostile_module_passes_nothing(tmp_path: Path, source: str) -> None:
    path = tmp_path / "submitted.py"
    path.write_text(source)
    results = grade(path, programs=("event-loop-api",), only=("handler-defaults", "dispatches-send"))
    assert {each.verdict for each in results} == {Verdict.FAIL, Verdict.BLOCKED}
