"""A grading that is stopped from outside: what it says, what it keeps, and that nothing of it goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from apart import apart
from cli.command import COMMAND, QUICK, REFERENCE, environment, wireproof
from watched import left_behind

from harness.isolation.processes import descendants_of

# it starts, and never comes to listen: the grading waits for it
WAITER = """
import os, signal, time
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
time.sleep(600)
"""
WITHOUT_ISOLATION = (
    "import sys\n"
    "from harness.cli import run\n"
    "from harness.isolation.full import FullIsolation\n"
    "def refuse(isolation): raise PermissionError(1, 'not here')\n"
    "FullIsolation.enter = refuse\n"
    "sys.exit(run(sys.argv[1:]))\n"
)


def runs(name: str) -> bool:
    """Whether the program has been started and has left its daemon."""
    found = 0
    for pid in descendants_of(os.getpid()):
        try:
            found += Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[1:] == [name.encode(), b""]
        except OSError:
            continue
    return found == 2


def waits() -> bool:
    """Whether the grading of the waiter has come to the wait."""
    return runs("waiter.py")


def stopped(
    folder: Path,
    number: signal.Signals,
    command: tuple[str, ...] = COMMAND,
    whom: Callable[[list[int]], int] = itemgetter(0),
    when: Callable[[], bool] = waits,
    only: tuple[str, ...] = QUICK,
) -> dict[str, Any]:
    """What came of a grading of which one process got a signal ``when`` its time had come.

    ``whom`` chooses it among the command and its descendants, parents first; the command itself unless told otherwise.
    """
    scratch = folder / "scratch"
    scratch.mkdir()
    if not (folder / "waiter.py").exists():
        (folder / "waiter.py").write_text(WAITER)
    words = [*command, "grade", "waiter.py", "--program", "tcp-echo", *only]
    given: dict[str, Any] = {"cwd": folder, "env": environment(TMPDIR=str(scratch)), "text": True}

    def work() -> dict[str, Any]:
        said: dict[str, Any] = {}

        def one() -> None:
            with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **given) as process:
                end = time.monotonic() + 60
                while not when():
                    assert time.monotonic() < end, "it did not start"
                    assert process.poll() is None, process.communicate()
                    time.sleep(0.01)
                os.kill(whom([process.pid, *descendants_of(process.pid)]), number)
                out, errors = process.communicate(timeout=30)
                said.update(status=process.returncode, out=out, errors=errors)

        left = left_behind(scratch, one)
        return {**said, "left": left}

    found = apart(work)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_grading_ends_in_order(tmp_path: Path, number: signal.Signals) -> None:
    after = stopped(tmp_path, number)
    assert (after["status"], after["left"]) == (130, [])
    assert after["errors"].strip() == ""
    assert "Interrupted" in after["out"]
    assert "Run the same command again" in " ".join(after["out"].split())
    report = tmp_path / "reports" / "waiter"
    last = json.loads((report / "log.ndjson").read_text().splitlines()[-1])
    assert (last["type"], last["interrupted"]) == ("footer", True)
    assert json.loads((report / "results.json").read_bytes())["complete"] is False
    assert (report / "index.html").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_grading_without_isolation_leaves_no_process_either(
    tmp_path: Path, number: signal.Signals
) -> None:
    after = stopped(tmp_path, number, (COMMAND[0], "-P", "-c", WITHOUT_ISOLATION))
    assert (after["status"], after["left"]) == (130, [])
    assert "Interrupted" in after["out"]


def test_a_killed_grading_leaves_no_process_and_a_log_that_was_cut_short(tmp_path: Path) -> None:
    after = stopped(tmp_path, signal.SIGKILL)
    assert (after["status"], after["left"]) == (-signal.SIGKILL, [])
    assert json.loads((tmp_path / "reports" / "waiter" / "log.ndjson").read_text().splitlines()[0])["type"] == "header"


def test_a_killed_grading_leaves_no_report_of_an_earlier_one(tmp_path: Path) -> None:
    report = tmp_path / "reports" / "waiter"
    report.mkdir(parents=True)
    for name in ("log.ndjson", "results.json", "index.html"):
        (report / name).write_text("of an earlier grading, and complete")
    stopped(tmp_path, signal.SIGKILL)
    assert os.listdir(report) == ["log.ndjson"]
    said = wireproof("report", report / "log.ndjson", cwd=tmp_path)
    assert (said.returncode, said.stderr) == (3, "")
    assert "Cut short" in said.stdout
    assert "Grade again" in " ".join(said.stdout.split())
    assert json.loads((report / "results.json").read_bytes())["complete"] is False


def test_what_was_found_before_an_interrupt_is_kept(tmp_path: Path) -> None:
    (tmp_path / "waiter.py").write_bytes(REFERENCE.read_bytes())
    log = tmp_path / "reports" / "waiter" / "log.ndjson"

    def found() -> bool:
        return log.exists() and b'"type":"result"' in log.read_bytes()

    after = stopped(tmp_path, signal.SIGINT, when=found, only=("--jobs", "2"))
    assert (after["status"], after["left"]) == (130, [])
    results = json.loads((log.parent / "results.json").read_bytes())
    assert results["complete"] is False
    kept = {each["id"]: each["verdict"] for program in results["programs"] for each in program["requirements"]}
    assert kept["tcp-echo.starts"] == "pass"
    assert 0 < results["points"] == results["max_points"]


def test_a_terminal_that_is_closed_leaves_no_process(tmp_path: Path) -> None:
    after = stopped(tmp_path, signal.SIGHUP)
    assert after["left"] == []


def test_an_interrupt_before_anything_was_graded_is_one_message(tmp_path: Path) -> None:
    code = "import os, signal, sys\nfrom harness.cli import run\nimport harness.cli.grade as grade\n"
    code += "grade.read_submission = lambda *_: os.kill(os.getpid(), signal.SIGINT)\nsys.exit(run(['grade', 'x.py']))\n"
    done = subprocess.run(
        [COMMAND[0], "-P", "-c", code], capture_output=True, text=True, cwd=tmp_path, env=environment(), check=False
    )
    assert done.returncode == 130
    assert "Interrupted." in done.stderr
    assert "Traceback" not in done.stderr


def graders(family: list[int]) -> list[int]:
    """The process that forks grading processes, then those, and what they have forked themselves."""
    return [pid for pid in family if b"harness.plugin.parent" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.parametrize("place", [0, 1], ids=["that forks the others", "that grades"])
def test_a_grading_process_that_is_killed_is_an_error_of_the_harness(tmp_path: Path, place: int) -> None:
    after = stopped(tmp_path, signal.SIGKILL, whom=lambda family: graders(family)[place])
    assert (after["status"], after["left"], after["errors"]) == (3, [], "")
    assert "The grading process ended early, with status -9" in " ".join(after["out"].split())
