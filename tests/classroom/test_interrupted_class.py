"""A class that is stopped from outside, and one grading of it that is: what goes on, and that nothing is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from apart import apart
from cli.command import COMMAND, REFERENCE, environment, wireproof
from watched import left_behind

from harness.classroom.model import Status
from harness.classroom.reader import read_class
from harness.isolation.processes import descendants_of

# it starts, and never comes to listen: the grading waits for it
WAITS = "import socketserver, time\nclass S(socketserver.StreamRequestHandler): pass\ntime.sleep(600)\n"
WORDS = ("class", "hw1", "--only", "tcp-echo.starts", "--seed", "7")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A class in which one program never comes to listen."""
    (tmp_path / "hw1").mkdir()
    (tmp_path / "scratch").mkdir()
    shutil.copy(REFERENCE, tmp_path / "hw1" / "alice.py")
    (tmp_path / "hw1" / "tcp_echo.py").write_text(WAITS)
    return tmp_path


def grading_of(parent: int, name: str) -> int | None:
    """The process that grades the submission called ``name``, if there is one."""
    for pid in descendants_of(parent):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"harness.cli.single" in words and words[-2].endswith(name.encode()):
            return pid
    return None


def disturbed(folder: Path, disturb: Callable[[int, int], None]) -> dict[str, Any]:
    """What came of a class of which ``disturb`` gets the processes: its own, and that of the one who waits."""

    def work() -> dict[str, Any]:
        said: dict[str, Any] = {}

        def one() -> None:
            with subprocess.Popen(
                [*COMMAND, *WORDS],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env=environment(TMPDIR=str(folder / "scratch")),
                text=True,
            ) as process:
                end = time.monotonic() + 60
                # with the other told, and so recorded, there is something to be kept
                assert any("alice" in line for line in process.stdout or ())
                while not (waiting := grading_of(process.pid, "tcp_echo.py")):
                    assert time.monotonic() < end, "it did not start"
                    assert process.poll() is None, process.communicate()
                    time.sleep(0.01)
                disturb(process.pid, waiting)
                out, _ = process.communicate(timeout=60)
                said.update(status=process.returncode, out=out)

        left = left_behind(folder / "scratch", one)
        return {**said, "left": left}

    found = apart(work, 120)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_class_ends_in_order_and_says_how_to_go_on(folder: Path, number: signal.Signals) -> None:
    after = disturbed(folder, lambda whole, _one: os.kill(whole, number))
    assert (after["status"], after["left"]) == (130, [])
    assert "Run the same command again" in after["out"]
    (row,) = read_class(folder / "reports" / "hw1").rows
    assert (row.student, row.status) == ("alice", Status.GRADED)
    assert (folder / "reports" / "hw1" / "index.html").exists()


def test_a_killed_class_leaves_no_process_and_goes_on(folder: Path) -> None:
    after = disturbed(folder, lambda whole, _one: os.kill(whole, signal.SIGKILL))
    assert (after["status"], after["left"]) == (-signal.SIGKILL, [])
    (folder / "hw1" / "tcp_echo.py").write_text(REFERENCE.read_text())
    again = wireproof(*WORDS, cwd=folder)
    assert "2, 1 to grade, 1 graded already" in again.stdout
    assert [row.points for row in read_class(folder / "reports" / "hw1").rows] == [4, 4]


def test_a_killed_grading_is_its_own_loss(folder: Path) -> None:
    after = disturbed(folder, lambda _whole, one: os.kill(one, signal.SIGKILL))
    assert (after["status"], after["left"]) == (3, [])
    rows = {row.student: row for row in read_class(folder / "reports" / "hw1").rows}
    assert (rows["alice"].status, rows["tcp_echo"].status) == (Status.GRADED, Status.ERROR)
    assert "killed by signal 9" in rows["tcp_echo"].reason
    assert "2, 0 to grade" in wireproof(*WORDS, cwd=folder).stdout


def test_a_grading_whose_class_ended_before_it_began_does_not_begin(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-P", "-m", "harness.cli.single", "--report", "report", "hw1/alice.py"]
    done = subprocess.run(command, stdout=writing, cwd=folder, env=environment(), check=False, timeout=60)
    os.close(writing)
    assert (done.returncode, (folder / "report").exists()) == (0, False)
