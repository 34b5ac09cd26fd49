"""The tier without a sandbox: what is kept there, and that nothing outlives the harness's process."""

from __future__ import annotations

import os
import secrets
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from apart import apart
from boxes import PREAMBLE, gone_within, processes_with, running, said, status_of

from harness.isolation.limits import Limits
from harness.isolation.plain import ProcessIsolation
from harness.isolation.processes import descendants_of
from harness.isolation.toolchain import base_python, toolchain_of

DAEMON = """
import os, signal, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        print("daemon", flush=True)
        time.sleep(600)
    os._exit(0)
os.wait()
time.sleep(600)
"""


def entered(scratch: Path | None = None) -> ProcessIsolation:
    isolation = ProcessIsolation(toolchain_of(base_python()), scratch)
    isolation.enter()
    isolation.fresh_network()
    return isolation


def test_the_environment_is_cleared_and_the_home_lies_beside_the_working_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREPROOF_TEST_SECRET", "x")

    def work() -> str:
        with running(entered(), PREAMBLE + "say([dict(os.environ), os.getcwd()])") as program:
            return said(program).decode()

    environment, folder = eval(apart(work))
    place = os.path.dirname(folder)
    assert "WIREPROOF_TEST_SECRET" not in environment
    assert (environment["HOME"], environment["TMPDIR"]) == (f"{place}/home", f"{place}/tmp")


def test_limits_hold_from_the_first_moment() -> None:
    source = PREAMBLE + "import resource\nsay([resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(4)])"

    def work() -> str:
        with running(entered(), source, limits=Limits(descriptors=77)) as program:
            return said(program).decode()

    assert apart(work) == "[[77, 77], [0, 0]]\n"


def test_standard_input_is_open_and_holds_nothing_of_the_start() -> None:
    def work() -> str:
        with running(entered(), PREAMBLE + "import select\nsay(select.select([0], [], [], 0.2)[0])") as program:
            return said(program).decode()

    assert apart(work) == "[]\n"


def test_a_daemon_that_left_its_session_is_gone_after_kill() -> None:
    mark = f"WIREPROOF_TEST_{secrets.token_hex(8)}"

    def work() -> list[int]:
        with running(entered(), DAEMON, env={mark: "1"}) as program:
            said(program, until=b"daemon")
            alive = len(processes_with(mark))
        return [alive, len(processes_with(mark)), len(descendants_of(os.getpid()))]

    assert apart(work) == [2, 0, 0]


def test_a_crowd_of_children_is_gone_after_kill() -> None:
    source = """
import os, time
for _ in range(100):
    if os.fork() == 0:
        time.sleep(600)
print("crowd", flush=True)
time.sleep(600)
"""

    def work() -> list[int]:
        with running(entered(), source) as program:
            said(program, until=b"crowd")
            alive = len(program.processes())
        return [alive, len(descendants_of(os.getpid()))]

    assert apart(work) == [101, 0]


def test_processes_of_the_harness_are_no_processes_of_the_program() -> None:
    def work() -> list[bool]:
        isolation = entered()
        with running(isolation, "import time\nprint(1, flush=True)\ntime.sleep(600)") as first:
            said(first)
            with running(isolation, "import time\nprint(1, flush=True)\ntime.sleep(600)") as second:
                said(second)
                found = [first.main in second.processes(), second.main in second.processes()]
            return [*found, first.ended() is None]

    assert apart(work) == [False, True, True]


def test_a_harness_that_is_ended_by_sigterm_ends_the_program_on_its_way() -> None:
    mark = f"WIREPROOF_TEST_{secrets.token_hex(8)}"

    def work() -> None:
        with running(entered(), DAEMON, env={mark: "1"}) as program:
            said(program, until=b"daemon")
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)

    with pytest.raises(AssertionError, match="KeyboardInterrupt"):
        apart(work)
    assert gone_within(mark)


def test_working_copies_are_removed_whatever_a_program_did_to_them(tmp_path: Path) -> None:
    source = """
import os
os.makedirs("deep/er")
open("deep/er/file", "w").close()
os.chmod("deep/er", 0)
os.chmod("deep", 0)
"""

    def work() -> list[Any]:
        with running(entered(tmp_path), source) as program:
            status = status_of(program)
        return [status, os.listdir(tmp_path)]

    assert apart(work) == [0, []]


def test_a_link_out_of_a_working_copy_is_removed_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o751)
    outside.chmod(0o751)
    (outside / "kept").write_text("kept")
    (tmp_path / "scratch").mkdir()

    def work() -> list[Any]:
        with running(entered(tmp_path / "scratch"), f"import os\nos.symlink({str(outside)!r}, 'link')") as program:
            status = status_of(program)
        return [status, os.listdir(tmp_path / "scratch")]

    assert apart(work) == [0, []]
    assert (outside / "kept").read_text() == "kept"
    assert oct(outside.stat().st_mode & 0o777) == "0o751"


def test_status_and_signals_are_told_as_in_the_sandbox() -> None:
    def work() -> list[int]:
        isolation = entered()
        found = []
        for ending in ("raise SystemExit(-1)", "import os\nos.kill(os.getpid(), 11)"):
            with running(isolation, ending) as program:
                found.append(status_of(program))
        return found

    assert apart(work) == [255, -signal.SIGSEGV]


def test_no_temporary_folder_is_left(tmp_path: Path) -> None:
    def work() -> list[str]:
        tempfile.tempdir = str(tmp_path)
        with running(entered(), "pass") as program:
            status_of(program)
        return os.listdir(tmp_path)

    assert apart(work) == []
