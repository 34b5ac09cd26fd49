"""Landlock itself: what a confined thread, and what it starts, can still reach."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from apart import apart

from harness.errors import IsolationError
from harness.isolation import landlock
from harness.isolation.landlock import Reach, confine, version

SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache")


def said_by_shell(line: str, reach: Reach) -> str:
    """What a shell that is kept to ``reach`` says of ``line``."""

    def work() -> str:
        confine(reach)
        return subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False).stdout.strip()

    said: str = apart(work)
    return said


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with two others in it, a file in each."""
    for name in ("open", "hidden"):
        (tmp_path / "tree" / name).mkdir(parents=True)
        (tmp_path / "tree" / name / "file").write_text(name)
    return tmp_path / "tree"


def test_this_machine_has_it() -> None:
    assert version() > 0


def test_what_may_be_read_may_be_read_and_nothing_else(tree: Path) -> None:
    line = f"cat {tree}/open/file; cat {tree}/hidden/file || echo closed"
    assert said_by_shell(line, Reach(read=(*SYSTEM, str(tree / "open")))) == "openclosed"


def test_what_may_be_read_may_not_be_changed(tree: Path) -> None:
    line = f"echo x > {tree}/open/file || echo no; rm {tree}/open/file || echo no; echo x > {tree}/new || echo no"
    assert said_by_shell(line, Reach(read=(*SYSTEM, str(tree)))).split() == ["no", "no", "no"]
    assert (tree / "open" / "file").read_text() == "open"


def test_of_a_hidden_folder_the_names_alone_can_be_read(tree: Path) -> None:
    line = f"cat {tree}/open/file; ls {tree} | tr '\\n' ' '; cat {tree}/hidden/file || echo closed"
    reach = Reach(read=(*SYSTEM, str(tree)), hidden=(str(tree / "hidden"),))
    assert said_by_shell(line, reach) == "openhidden open closed"


def test_what_may_be_changed_may_be_made_moved_and_removed(tree: Path) -> None:
    line = f"cd {tree} && mkdir new && mv open/file new/other && ln -s x link && rm hidden/file && cat new/other"
    assert said_by_shell(line, Reach(read=SYSTEM, change=(str(tree),))) == "open"
    assert (tree / "new" / "other").exists()


def test_devices_can_be_written_to_and_not_be_made() -> None:
    reach = Reach(read=SYSTEM, devices=("/dev/null",))
    assert said_by_shell("echo x > /dev/null && echo written; cat /dev/zero || echo closed", reach) == "written\nclosed"


def test_a_place_that_is_not_there_is_no_fault() -> None:
    assert said_by_shell("echo well", Reach(read=(*SYSTEM, "/nowhere"), change=("/nowhere",))) == "well"


def test_processes_outside_can_be_neither_signalled_nor_looked_into() -> None:
    line = f"kill -0 {os.getpid()} || echo no; ls -l /proc/{os.getpid()}/exe || echo no"
    said = said_by_shell(line, Reach(read=(*SYSTEM, "/proc")))
    # signals came later than the rest
    assert said.split().count("no") == (2 if version() >= 6 else 1)


def test_a_kernel_without_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    with pytest.raises(IsolationError, match="no Landlock"):
        confine(Reach(read=()))


@pytest.mark.parametrize("known", range(1, 7))
def test_older_interfaces_are_asked_for_no_more_than_they_know(
    tree: Path, known: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landlock, "version", lambda: min(known, version()))
    line = f"cat {tree}/open/file; cat {tree}/hidden/file || echo closed"
    assert said_by_shell(line, Reach(read=(*SYSTEM, str(tree / "open")))) == "openclosed"


def test_the_process_that_starts_a_confined_thread_stays_free(tmp_path: Path) -> None:
    code = (
        "import threading, sys\n"
        "from harness.isolation.landlock import Reach, confine\n"
        "thread = threading.Thread(target=confine, args=(Reach(read=('/usr',)),))\n"
        "thread.start(); thread.join()\n"
        "open(sys.argv[1], 'w').write('free')\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "file")], check=True, cwd=tmp_path)
    assert (tmp_path / "file").read_text() == "free"
