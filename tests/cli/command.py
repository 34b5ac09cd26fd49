"""The command ``wireproof`` as a process of its own, called as from a terminal.

Owns its environment and the reading of what it printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import harness

PACKAGES = str(Path(harness.__file__).parent.parent)
COMMAND = (sys.executable, "-P", "-m", "harness.cli")
REFERENCE = Path(PACKAGES) / "reference" / "tcp_echo.py"
QUICK = ("--only", "starts", "--seed", "7")


def environment(**given: str) -> dict[str, str]:
    """The caller's own, without what asks for colour."""
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    return {**kept, "PYTHONPATH": PACKAGES, **given}


def wireproof(*words: str | Path, cwd: Path, **given: Any) -> subprocess.CompletedProcess[str]:
    """Run it with ``words`` in ``cwd``; ``given`` are further variables."""
    command: list[str | bytes] = [*COMMAND, *(os.fsencode(word) for word in words)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        cwd=cwd,
        env=environment(**given),
        check=False,
    )


def without_isolation(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The same where the machine refuses every tier but the last."""
    code = (
        "import sys\n"
        "from harness.cli import run\n"
        "from harness.isolation import tiers\n"
        "def refuse(tier, python): raise PermissionError(1, 'not here')\n"
        "tiers._trial = refuse\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-P", "-c", code, *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment(), check=False)


def one_message(done: subprocess.CompletedProcess[str], status: int = 2) -> str:
    """What it said in failing: one clear message with a cure, no traceback, nothing on standard output."""
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.count("ERROR") == 1
    assert "What to do" in done.stderr
    return " ".join(done.stderr.replace("What to do", "").split())
