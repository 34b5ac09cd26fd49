"""The hash of what was handed in, and the path under which it is graded."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.classroom.content import content_of, laid_out
from harness.classroom.handed import Attempt, part


def attempt(*paths: Path) -> Attempt:
    return Attempt(label="x", parts=tuple(part(path) for path in paths))


@pytest.fixture
def alice(tmp_path: Path) -> Path:
    folder = tmp_path / "hw1" / "alice"
    (folder / "lib").mkdir(parents=True)
    (folder / "server.py").write_text("x")
    (folder / "lib" / "tool.py").write_text("y")
    return folder


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "server.py").write_text("z"),
        lambda folder: (folder / "server.py").chmod(0o755),
        lambda folder: (folder / "server.py").rename(folder / "main.py"),
        lambda folder: (folder / "empty").mkdir(),
        lambda folder: (folder / "link").symlink_to("server.py"),
        lambda folder: os.mkfifo(folder / "pipe"),
    ],
)
def test_whatever_changes_in_a_submission_changes_its_hash(alice: Path, change: Callable[[Path], object]) -> None:
    before = content_of([attempt(alice)])
    assert before == content_of([attempt(alice)])
    change(alice)
    assert content_of([attempt(alice)]) != before


@pytest.mark.parametrize("name", [".git", "__pycache__", ".DS_Store"])
def test_what_is_never_handed_in_changes_nothing(alice: Path, name: str) -> None:
    before = content_of([attempt(alice)])
    (alice / name).mkdir()
    assert content_of([attempt(alice)]) == before


def test_attempts_and_parts_are_told_apart(alice: Path) -> None:
    one, two = alice / "server.py", alice / "lib" / "tool.py"
    hashes = {
        content_of([attempt(one, two)]),
        content_of([attempt(one), attempt(two)]),
        content_of([attempt(two), attempt(one)]),
    }
    assert len(hashes) == 3


def test_what_is_gone_has_a_hash_too(tmp_path: Path) -> None:
    assert content_of([attempt(tmp_path / "none.py")]) != content_of([attempt()])


def test_a_submission_that_goes_by_its_name_is_graded_where_it_lies(alice: Path, tmp_path: Path) -> None:
    assert laid_out(attempt(alice), "alice", tmp_path / "inputs") == alice
    assert not (tmp_path / "inputs").exists()


def test_another_name_is_a_link_and_a_second_time_the_same(alice: Path, tmp_path: Path) -> None:
    for _ in range(2):
        path = laid_out(attempt(alice), "novak_17", tmp_path / "inputs")
        assert path == tmp_path / "inputs" / "novak_17"
        assert (path / "server.py").read_text() == "x"
    archive = tmp_path / "code.TAR.GZ"
    archive.write_bytes(b"packed")
    assert laid_out(attempt(archive), "novak_18", tmp_path / "inputs").name == "novak_18.TAR.GZ"


def test_files_that_belong_together_lie_together_under_the_names_they_were_handed_in(tmp_path: Path) -> None:
    (tmp_path / "n_1_2_server.c").write_text("x")
    (tmp_path / "n_1_3_conformance.toml").write_text("y")
    parts = (
        part(tmp_path / "n_1_2_server.c", "server.c"),
        part(tmp_path / "n_1_3_conformance.toml", "conformance.toml"),
    )
    (tmp_path / "inputs" / "n_1").mkdir(parents=True)
    (tmp_path / "inputs" / "n_1" / "old.c").write_text("of an earlier attempt")
    path = laid_out(Attempt(label="x", parts=parts), "n_1", tmp_path / "inputs")
    assert {each.name: each.read_text() for each in path.iterdir()} == {"server.c": "x", "conformance.toml": "y"}
