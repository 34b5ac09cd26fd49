"""``wireproof export`` makes files of a report, and says what is wrong with what it was given."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.command import one_message, wireproof
from headers import header

from harness.log.writer import LogWriter
from harness.model import Footer


@pytest.fixture
def report(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    with LogWriter(folder / "log.ndjson") as writer:
        writer.write(header())
        writer.write(Footer(seconds=1.0, results=0))
    return folder


def test_an_export_goes_to_standard_output_or_to_a_file(report: Path, tmp_path: Path) -> None:
    shown = wireproof("export", "junit", report, cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "No requirement was tried." in shown.stdout
    written = wireproof("export", "junit", report / "log.ndjson", "-o", "junit.xml", cwd=tmp_path)
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
    assert (tmp_path / "junit.xml").read_text() == shown.stdout


def test_what_cannot_be_read_or_written_is_one_message(report: Path, tmp_path: Path) -> None:
    assert "cannot be read" in one_message(wireproof("export", "csv", "nowhere", cwd=tmp_path))
    assert "cannot be written" in one_message(wireproof("export", "ctrf", report, "-o", "no/file", cwd=tmp_path))


def test_a_platform_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    assert "nowhere" in one_message(wireproof("export", "nowhere", cwd=tmp_path))


@pytest.mark.parametrize("platform", ["gradescope", "prairielearn", "autolab", "github"])
def test_each_platform_is_a_command(report: Path, platform: str) -> None:
    done = wireproof("export", platform, "reports", "-o", "handed", cwd=report.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (report.parent / "handed").stat().st_size > 20


def test_without_a_report_github_gets_its_workflow(tmp_path: Path) -> None:
    done = wireproof("export", "github", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("name: Conformance\n")
