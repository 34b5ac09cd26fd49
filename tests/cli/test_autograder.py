"""Gradescope's autograder, run as Gradescope runs it: in its layout, as root, where namespaces are refused."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cli.command import PACKAGES, REFERENCE, environment, one_message, wireproof
from isolation.containers import barred

# the program with the fewest requirements: what it takes to try many is the kill matrix's affair
ASSIGNMENT = """\
title = "The time"
programs = ["time-client"]
roster = "class.csv"
absent = "zero"
[hidden]
requirements = ["gives-up"]
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that an instructor uploads."""
    place = tmp_path_factory.mktemp("made")
    (place / "assignment.toml").write_text(ASSIGNMENT)
    (place / "class.csv").write_text("name,email\nAda,ada@example.org\n")
    done = wireproof("export", "gradescope", "--assignment", "assignment.toml", cwd=place)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Wrote autograder.zip. Upload it under Configure Autograder.\n"
    return place / "autograder.zip"


@pytest.fixture
def root(archive: Path, tmp_path: Path) -> Path:
    """Gradescope's layout, with the environment that setup.sh makes in it."""
    for name in ("source", "submission", "results", "wireproof/bin"):
        (tmp_path / name).mkdir(parents=True)
    with zipfile.ZipFile(archive) as stream:
        stream.extractall(tmp_path / "source")
    # as Gradescope does
    (tmp_path / "source" / "run_autograder").rename(tmp_path / "run_autograder")
    python = tmp_path / "wireproof" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    for path in (python, tmp_path / "run_autograder", tmp_path / "source" / "setup.sh"):
        path.chmod(0o755)
    return tmp_path


def autograded(root: Path, *before: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, str(root / "run_autograder")],
        capture_output=True,
        text=True,
        cwd="/",
        env=environment(WIREPROOF_ROOT=str(root), PYTHONPATH=PACKAGES),
        check=False,
    )


def results(root: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((root / "results" / "results.json").read_bytes())
    return read


@pytest.mark.skipif(os.getuid() != 0, reason="Gradescope runs it as root, and only root can be barred from namespaces")
def test_it_grades_as_root_where_namespaces_are_refused(root: Path) -> None:
    (root / "submission" / "client.py").write_bytes((REFERENCE.parent / "time_client.py").read_bytes())
    done = autograded(root, *barred("refusing"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Isolation   landlock" in done.stdout
    found = results(root)
    scores = {each["name"]: (each["score"], each["max_score"]) for each in found["tests"]}
    assert len(scores) == 4
    assert scores["time-client: hidden requirements  1 of 1 hidden requirement met."] == (1, 1)
    assert found["output"] == "13 of 13 points."


def test_an_unusable_submission_is_told_to_its_student(root: Path) -> None:
    (root / "submission" / "archive.zip").write_bytes(b"PK no archive")
    (root / "submission" / "notes.toml").write_text("")
    (root / "submission" / "conformance.toml").write_text("[programs.tcp-echo]\n")
    done = autograded(root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert results(root)["score"] == 0
    assert "conformance.toml" in results(root)["output"]


def test_where_the_harness_is_at_fault_no_score_is_handed_on(root: Path) -> None:
    (root / "submission" / "server.py").write_text("")
    (root / "source" / "assignment.toml").write_text("title = 3\n")
    (root / "results" / "results.json").unlink(missing_ok=True)
    one_message(autograded(root))
    assert not (root / "results" / "results.json").exists()


def test_the_archive_holds_what_gradescope_calls_and_no_list_of_students(archive: Path) -> None:
    with zipfile.ZipFile(archive) as stream:
        assert {"setup.sh", "run_autograder", "assignment.toml"} < set(stream.namelist())
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in stream.infolist()}
        assert (modes["setup.sh"], modes["run_autograder"]) == (0o755, 0o755)
        assert not {b"class.csv", b"zero"} & set(stream.read("assignment.toml").split(b'"'))
        for name in ("setup.sh", "run_autograder"):
            script = stream.read(name)
            assert b"http" not in script
            subprocess.run(["/bin/sh", "-n"], input=script, check=True)


def test_the_wheel_in_it_installs_and_grades(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as stream:
        (name,) = [each for each in stream.namelist() if each.endswith(".whl")]
        (tmp_path / name).write_bytes(stream.read(name))
    where = tmp_path / "installed"
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--target",
        str(where),
        name,
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "harness.cli", "list", "tcp-echo"],
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(where)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "tcp-echo  (27 requirements)" in done.stdout


def test_the_same_sources_make_the_same_archive(archive: Path, tmp_path: Path) -> None:
    done = wireproof(
        "export", "gradescope", "--assignment", archive.parent / "assignment.toml", "-o", "again.zip", cwd=tmp_path
    )
    assert done.returncode == 0
    with zipfile.ZipFile(io.BytesIO((tmp_path / "again.zip").read_bytes())) as again, zipfile.ZipFile(archive) as first:
        assert [each.CRC for each in again.infolist()] == [each.CRC for each in first.infolist()]
