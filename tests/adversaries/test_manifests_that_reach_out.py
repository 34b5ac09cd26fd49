"""Manifests that name a program outside the submission, so that its folder be shown to them."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from grading import grade

from harness.model import Result

SECRET = "the solution of another student"
READER = """#!/bin/sh
exec cat "$1"
"""


def output_of(result: Result) -> bytes:
    return b"".join(attempt.output.head + attempt.output.tail for attempt in result.attempts)


@pytest.fixture
def other() -> Iterator[Path]:
    """Another submission on this machine, which anybody may read, with an executable in it."""
    with tempfile.TemporaryDirectory() as folder:
        bob = Path(folder)
        (bob / "bin").mkdir()
        (bob / "secret.txt").write_text(SECRET)
        (bob / "bin" / "run").write_text(READER)
        for each in (bob, bob / "bin", bob / "bin" / "run"):
            each.chmod(0o755)
        yield bob


def submitted(folder: Path, command: list[str], files: tuple[str, ...] = ()) -> Path:
    folder.mkdir()
    words = ", ".join(f'"{word}"' for word in command)
    (folder / "conformance.toml").write_text(f"[programs.tcp-echo]\ncommand = [{words}]\n")
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(READER)
        (folder / name).chmod(0o755)
    return folder


def test_an_absolute_command_does_not_show_the_folder_it_lies_in(tmp_path: Path, other: Path) -> None:
    path = submitted(tmp_path / "eve", [str(other / "bin" / "run"), str(other / "secret.txt")])
    (starts,) = grade(path, only=("starts",))
    assert starts.verdict == "fail"
    assert SECRET.encode() not in output_of(starts)


def test_a_path_with_dots_does_not_show_the_root_of_the_machine(tmp_path: Path, other: Path) -> None:
    path = submitted(tmp_path / "eve", [f"{other}/../../../../../../../../bin/sh", "-c", f"cat {other}/secret.txt"])
    (starts,) = grade(path, only=("starts",))
    assert SECRET.encode() not in output_of(starts)


def test_a_relative_command_is_looked_up_in_the_submission_alone(tmp_path: Path, other: Path) -> None:
    # the grading process works in /, where this very path leads to the other submission
    name = str(other / "bin" / "run").lstrip("/")
    path = submitted(tmp_path / "eve", [name, str(other / "secret.txt")], (name,))
    (starts,) = grade(path, only=("starts",))
    assert SECRET.encode() not in output_of(starts)


def test_a_tool_of_an_activated_environment_shows_no_package_of_it(
    tmp_path: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as under tox, where the harness itself is such a package
    packages = other / "lib" / "python3.99" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "solution.txt").write_text(SECRET)
    for folder in (other / "lib", packages.parent, packages):
        folder.chmod(0o755)
    monkeypatch.setenv("PATH", f"{other / 'bin'}{os.pathsep}{os.environ['PATH']}")
    path = submitted(tmp_path / "eve", ["run", str(packages / "solution.txt")])
    (starts,) = grade(path, only=("starts",))
    assert b"No such file" in output_of(starts)
    assert SECRET.encode() not in output_of(starts)


def test_the_packages_of_every_bound_interpreter_are_hidden(tmp_path: Path) -> None:
    folder = tmp_path / "eve"
    folder.mkdir()
    source = f"""
import glob
for prefix in {sorted({sys.prefix, sys.base_prefix, "/usr", "/usr/local"})}:
    print(glob.glob(prefix + "/lib*/python3*/site-packages/*") + glob.glob(prefix + "/lib*/python3*/dist-packages/*"))
"""
    (folder / "tcp_echo.py").write_text(source)
    (starts,) = grade(folder, programs=("tcp-echo",), only=("starts",), python="/usr/bin/python3")
    assert starts.attempts[0].output.head.split() == [b"[]"] * len({sys.prefix, sys.base_prefix, "/usr", "/usr/local"})
