"""A requirement is graded again from its report, and what differs from the record is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cli.command import REFERENCE, one_message, wireproof

DYING = "raise SystemExit(3)\n"
REPORT = "reports/alice"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which a program that ends at once was graded."""
    place = tmp_path_factory.mktemp("recorded")
    (place / "alice.py").write_text(DYING)
    done = wireproof(
        "grade",
        "alice.py",
        "--program",
        "tcp-echo",
        "--only",
        "starts",
        "--seed",
        "7",
        "--report",
        REPORT,
        cwd=place,
    )
    assert done.returncode == 1, done.stderr
    return place


@pytest.fixture
def graded(recorded: Path, tmp_path: Path) -> Path:
    """A copy of it, to change at will."""
    shutil.copytree(recorded, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_what_is_unchanged_comes_to_the_same_and_leaves_the_report_alone(graded: Path) -> None:
    before = {path: path.read_bytes() for path in (graded / REPORT).rglob("*.*")}
    done = wireproof("replay", REPORT, "tcp-echo.starts", cwd=graded)
    assert (done.returncode, done.stderr) == (1, "")
    assert "Seed        7" in done.stdout
    assert "The same, byte for byte, as was graded then." in done.stdout
    assert "The same verdict" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert {path: path.read_bytes() for path in (graded / REPORT).rglob("*.*")} == before


def test_a_program_that_was_mended_since_passes_and_is_said_to_have_changed(graded: Path) -> None:
    (graded / "alice.py").write_bytes(REFERENCE.read_bytes())
    done = wireproof("replay", f"{REPORT}/log.ndjson", "starts", cwd=graded)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "It has changed since it was graded then." in done.stdout
    assert "Another verdict: fail then, pass now." in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((REPORT, "tcp-echo.strats"), "Did you mean tcp-echo.starts"),
        ((REPORT, "zzz"), "tells nothing of 'zzz'"),
        ((REPORT, "starts", "--submission", "gone.py"), "'gone.py' any more"),
        (("nowhere", "starts"), "nowhere cannot be read"),
    ],
)
def test_what_cannot_be_replayed_is_one_message(graded: Path, words: tuple[str, ...], said: str) -> None:
    assert said in one_message(wireproof("replay", *words, cwd=graded))
