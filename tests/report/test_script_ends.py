"""A reproduction script that is killed takes the program along that it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from apart import apart
from watched import left_behind

from harness.isolation.processes import descendants_of
from harness.model import Result
from harness.report.reproduction import script_of

# it hears nothing but the one signal that nobody can refuse, and never listens
DEAF = """
import signal
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
while True:
    signal.pause()
"""


def test_a_script_that_is_killed_leaves_no_process(large_message: Result, tmp_path: Path) -> None:
    script = script_of(large_message)
    assert script
    path, program = tmp_path / script.name, tmp_path / "deaf.py"
    path.write_text(script.text)
    program.write_text(DEAF)

    def killed() -> None:
        words = [sys.executable, str(path), "--", sys.executable, str(program)]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while not descendants_of(process.pid):
                assert process.poll() is None, "it ended by itself"
                time.sleep(0.01)
            os.kill(process.pid, signal.SIGKILL)

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    assert apart(lambda: left_behind(scratch, killed)) == []
