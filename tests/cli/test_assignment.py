"""``wireproof init``, and ``wireproof grade`` with what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

from cli.command import REFERENCE, one_message, wireproof

TEXT = """\
title = "Sockets"
programs = ["tcp-echo", "udp-time"]
[points]
must = 3
[hidden]
requirements = ["udp-time.*"]
"""


def test_init_writes_an_assignment_and_overwrites_none(tmp_path: Path) -> None:
    done = wireproof("init", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    written = (tmp_path / "assignment.toml").read_text()
    (tmp_path / "assignment.toml").write_text(written + "# mine\n")
    assert "is there already" in one_message(wireproof("init", cwd=tmp_path))
    assert (tmp_path / "assignment.toml").read_text().endswith("# mine\n")
    assert "cannot be written" in one_message(wireproof("init", "no/such/folder.toml", cwd=tmp_path))


def test_a_grading_follows_its_assignment(tmp_path: Path) -> None:
    (tmp_path / "alice").mkdir()
    (tmp_path / "alice" / "tcp_echo.py").write_bytes(REFERENCE.read_bytes())
    (tmp_path / "a.toml").write_text(TEXT)
    done = wireproof("grade", "alice", "--assignment", "a.toml", "--only", "starts", "--seed", "7", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "Assignment  Sockets" in done.stdout
    assert "PASS  tcp-echo.starts" in done.stdout
    assert "udp-time.starts" not in done.stdout
    assert "Hidden      1 requirement is counted and not named: 0 passed, 1 failed." in done.stdout
    assert "3 of 6 points" in done.stdout
    report = tmp_path / "reports" / "alice"
    assert sorted(path.name for path in report.iterdir()) == ["log.ndjson", "student"]
    assert not [path for path in (report / "student").rglob("*") if b"udp-time.starts" in path.read_bytes()]
    results = json.loads((report / "student" / "results.json").read_bytes())
    assert (results["assignment"], results["hidden"]["failed"]) == ("Sockets", 1)
    again = wireproof("report", "reports/alice/log.ndjson", cwd=tmp_path)
    assert "Report      reports/alice/student/index.html" in again.stdout
    shown = wireproof("report", "reports/alice/log.ndjson", "--unhide", "--report", "mine", cwd=tmp_path)
    assert "FAIL  udp-time.starts" in shown.stdout
    assert "No program udp-time was found" in shown.stdout
    assert "--assignment a.toml" in shown.stdout


def test_a_mistake_in_an_assignment_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TEXT + "[limits]\nmemory = 0\n")
    said = one_message(wireproof("grade", REFERENCE, "--assignment", "a.toml", cwd=tmp_path))
    assert "a.toml, line 8: limits.memory" in " ".join(said.split())
