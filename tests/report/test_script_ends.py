"""A reproduction script that is killed takes the program along that it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from apart import apart
from watched import left_behind

from harness.isolation.processes import descendants_of
from harness.model import Program, Result
from harness.report.reproduction import Script, script_of
from harness.report.scripts.main import NOT_TRIED

# it hears nothing but the one signal that nobody can refuse, and never listens
DEAF = """
import signal
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
while True:
    signal.pause()
"""


def ended_by(number: signal.Signals, script: Script, folder: Path) -> tuple[int, list[str]]:
    """The exit status of a script whose program was started when the signal came, and what it left behind."""
    path, program, scratch = folder / script.name, folder / "deaf.py", folder / "scratch"
    path.write_text(script.text)
    program.write_text(DEAF)
    scratch.mkdir()
    statuses = []

    def run() -> None:
        words = [sys.executable, str(path), "--", sys.executable, str(program)]
        env = {**os.environ, "TMPDIR": str(scratch)}
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env) as process:
            while not descendants_of(process.pid):
                assert process.poll() is None, "it ended by itself"
                time.sleep(0.01)
            os.kill(process.pid, number)
        statuses.append(process.returncode)

    left = apart(lambda: [left_behind(scratch, run), statuses])
    return left[1][0], left[0]


def test_a_script_that_is_killed_leaves_no_process(large_message: Result, tmp_path: Path) -> None:
    script = script_of(large_message)
    assert script
    assert ended_by(signal.SIGKILL, script, tmp_path) == (-signal.SIGKILL, [])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_script_that_is_told_to_end_leaves_no_folder_either(
    number: signal.Signals, large_message: Result, tmp_path: Path
) -> None:
    over_tls = msgspec.structs.replace(large_message, id="tls-echo.large-message", program="tls-echo")
    script = script_of(over_tls, Program(name="tls-echo", path="deaf.py", command=("python3", "deaf.py")))
    assert script
    assert ended_by(number, script, tmp_path) == (NOT_TRIED, [])
