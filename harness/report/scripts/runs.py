"""A client program that a script runs to its end: its command, its limit, and how it came out.

May not know what it talks to.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from harness.report.scripts.program import HERE, before_it_runs

STEERING = re.compile(r"_(CA_BUNDLE|PROXY)\Z", re.IGNORECASE)


class Outcome(NamedTuple):
    """How the client ended, ``None`` where it did not, and what it wrote."""

    status: int | None
    output: bytes


def run(command: Sequence[str], env: Mapping[str, str], limit: float, folder: Path = HERE) -> Outcome:
    """Run ``command`` for ``limit`` seconds at most; its input is open and silent."""
    # by a bundle that a shell names a client checks that checks nothing, and by a proxy it goes past the script
    inherited = {name: value for name, value in os.environ.items() if not STEERING.search(name)}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            start_new_session=True,
            preexec_fn=before_it_runs,
            cwd=folder,
            env={**inherited, "PYTHONUNBUFFERED": "1", **env},
        ) as process,
    ):
        status: int | None
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired:
            status = None
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        said.seek(0)
        return Outcome(status, said.read())


def command_of(arguments: list[str]) -> list[str]:
    """The client's command. Raises ``ValueError`` where there is none."""
    if arguments[:1] != ["--"] or len(arguments) < 2:
        raise ValueError("give -- COMMAND ..., without the client's own arguments")
    return arguments[1:]
