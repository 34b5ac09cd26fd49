"""Reports on a disk that is full or may not be written to: what was found is kept, and a message says how to go on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from apart import apart
from cli.command import COMMAND, REFERENCE, environment, wireproof
from watched import left_behind

from harness.isolation import namespaces

_READ_ONLY, _REMOUNT = 1, 32
LOG = "log.ndjson"


def graded_onto(place: Path, options: str, scratch: Path, prepare: Callable[[], object] = lambda: None) -> Any:
    """What ``wireproof grade`` says whose report goes to a disk of its own at ``place``, and what then lies there."""
    scratch.mkdir()
    place.mkdir()
    only = ("--only", "half-close", "--only", "keeps-order", "--only", "serves-next", "--seed", "7")
    words = [*COMMAND, "grade", str(REFERENCE), "--program", "tcp-echo", *only, "--report", str(place)]

    def work() -> dict[str, Any]:
        if os.getuid():
            # only root may mount without one
            namespaces.enter_user_namespace()
        namespaces.enter_mount_namespace()
        namespaces.mount("tmpfs", str(place), "tmpfs", 0, options)
        prepare()
        said: dict[str, Any] = {}

        def one() -> None:
            environ = environment(TMPDIR=str(scratch))
            done = subprocess.run(words, capture_output=True, text=True, cwd=scratch, env=environ, check=False)
            said.update(status=done.returncode, out=done.stdout, errors=done.stderr)

        left = left_behind(scratch, one)
        files = {path.name: path.read_text(errors="replace") for path in place.iterdir()}
        return {**said, "left": left, "files": files}

    return apart(work)


def told(after: dict[str, Any], status: int) -> str:
    """The one message of a grading that ended with ``status`` and left nothing behind."""
    assert (after["status"], after["left"]) == (status, []), after
    assert after["errors"].count("ERROR") == 1
    assert "Traceback" not in after["errors"] + after["out"]
    return " ".join(after["errors"].split())


@pytest.mark.skipif(not Path("/proc/self/ns/mnt").exists(), reason="mounts are Linux's")
@pytest.mark.parametrize("room", [0, 4096])
def test_a_disk_that_is_full_before_the_log_is_whole_costs_no_point(tmp_path: Path, room: int) -> None:
    place = tmp_path / "small"

    def fill() -> None:
        size = (1 << 16) - room
        (place / "filler").write_bytes(bytes(size))

    after = graded_onto(place, f"size={1 << 16}", tmp_path / "scratch", fill)
    said = told(after, 3)
    assert "could not be written to the end: No space left on device" in said
    assert "no points were lost" in said
    assert after["files"].keys() == {"filler", LOG}
    # what there is of the log is read back as far as it goes, elsewhere
    (tmp_path / LOG).write_text(after["files"][LOG])
    again = wireproof("report", tmp_path / LOG, "--report", tmp_path / "elsewhere", cwd=tmp_path)
    assert ("Cut short" in again.stdout) is (room > 0)


def test_a_disk_that_is_full_when_the_report_is_written_keeps_the_log(tmp_path: Path) -> None:
    place = tmp_path / "small"
    after = graded_onto(place, f"size={8 << 12}", tmp_path / "scratch")
    assert "`wireproof report LOG --report FOLDER`" in told(after, 3)
    assert "PASS  tcp-echo.starts" in after["out"]
    assert LOG in after["files"]
    assert "index.html" not in after["files"]
    (tmp_path / LOG).write_text(after["files"][LOG])
    again = wireproof("report", tmp_path / LOG, "--report", tmp_path / "elsewhere", cwd=tmp_path)
    assert again.returncode == 0
    assert (tmp_path / "elsewhere" / "index.html").exists()


def test_a_report_folder_that_is_read_only_is_told_before_anything_is_graded(tmp_path: Path) -> None:
    place = tmp_path / "sealed"

    def seal() -> None:
        namespaces.mount("none", str(place), "none", _READ_ONLY | _REMOUNT)

    after = graded_onto(place, "", tmp_path / "scratch", seal)
    assert "Read-only file system" in told(after, 2)
    assert after["out"] == ""
    assert after["files"] == {}
