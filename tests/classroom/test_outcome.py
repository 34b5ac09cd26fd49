"""A submission that cannot be graded, and a harness that could not grade it, are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from harness.classroom.child import Ended
from harness.classroom.grade import Grade
from harness.classroom.model import Status
from harness.classroom.outcome import grade_of
from harness.errors import ExitStatus
from harness.log import LOG, SCHEMA
from harness.log.writer import encoded
from harness.model import (
    Assignment,
    Attempt,
    Entry,
    Evidence,
    Footer,
    Header,
    Level,
    ProgramEntry,
    Result,
    Tier,
    Trouble,
    Verdict,
)

HEADER = Header(
    schema=SCHEMA,
    submission="alice",
    origin="alice",
    path="alice",
    digest="d",
    suites="s",
    wireproof="0",
    python="3.11.7",
    platform="Linux",
    isolation=Tier.FULL,
    isolation_notes=(),
    seed=7,
    only=(),
    started="2026-11-28T10:00:00+00:00",
)
FOUND = ProgramEntry(program="tcp-echo", path="s.py", recognised_by="x", note="There is no suite for this program yet.")


def result(name: str, verdict: Verdict, observed: str = "", reason: str = "") -> Result:
    evidence = Evidence(sent="x", expected="y", observed=observed) if observed else None
    return Result(
        id=f"tcp-echo.{name}",
        program="tcp-echo",
        level=Level.MUST,
        verdict=verdict,
        title="Start.",
        why="So.",
        source="here",
        seconds=0.1,
        worth=4,
        reason=reason,
        attempts=(Attempt(verdict=verdict, seconds=0.1, evidence=evidence),),
    )


def graded(folder: Path, ended: Ended, *entries: Entry, cut: bytes = b"") -> Grade:
    """The grade of a grading that wrote ``entries`` and then a line that was ``cut`` short."""
    if entries or cut:
        (folder / LOG).write_bytes(b"".join(map(encoded, entries)) + cut)
    return grade_of(ended, folder)


def test_points_verdicts_and_what_was_observed_come_from_the_log(tmp_path: Path) -> None:
    entries = (
        HEADER,
        FOUND,
        result("starts", Verdict.PASS),
        replace(result("echoes", Verdict.FAIL, "65,536 bytes back."), hidden=True, flaky=True),
        Footer(seconds=1.0, results=2),
    )
    grade = graded(tmp_path, Ended(status=ExitStatus.UNMET), *entries)
    assert (grade.status, grade.points, grade.max_points, grade.complete) == (Status.GRADED, 4, 8, True)
    assert grade.programs == ("tcp-echo",)
    starts, echoes = grade.results
    assert (starts.verdict, starts.points, starts.observed) == (Verdict.PASS, 4, "")
    assert (echoes.points, echoes.observed, echoes.hidden, echoes.flaky) == (0, "65,536 bytes back.", True, True)
    assert grade.log
    assert (tmp_path / grade.student / "index.html").exists()


def test_a_log_that_tells_more_than_its_student_is_shown_lies_apart_from_what_is_handed_out(tmp_path: Path) -> None:
    hiding = replace(HEADER, assignment=Assignment(hidden=("echoes",)))
    failed = replace(result("echoes", Verdict.FAIL, "65,536 bytes back."), hidden=True)
    grade = graded(tmp_path, Ended(status=ExitStatus.UNMET), hiding, FOUND, failed, Footer(seconds=1.0, results=1))
    student = tmp_path / grade.student
    assert student != tmp_path
    assert {path.name for path in student.iterdir()} == {"index.html", "results.json"}
    assert not [path for path in student.iterdir() if b"echoes" in path.read_bytes()]
    assert {path.name for path in tmp_path.iterdir()} == {LOG, grade.student}


def test_a_refused_submission_is_unusable_and_says_why(tmp_path: Path) -> None:
    grade = graded(tmp_path, Ended(status=2, what="alice is empty.", cure="Hand in the source."))
    assert (grade.status, grade.reason) == (Status.UNUSABLE, "alice is empty. Hand in the source.")


def test_a_submission_without_a_suite_is_unusable(tmp_path: Path) -> None:
    grade = graded(tmp_path, Ended(status=2), HEADER, FOUND, Footer(seconds=0.0, results=0))
    assert (grade.status, grade.reason) == (Status.UNUSABLE, FOUND.note)


STARTS = result("starts", Verdict.PASS)
SLOW = result("echoes", Verdict.ERROR, reason="The reference kept no limit either.")


@pytest.mark.parametrize(
    ("ended", "entries", "reason"),
    [
        # the disk is full: the same status as a bad path, and no fault of the student's
        (
            Ended(status=2, what="The report cannot be written.", cure="Make room."),
            (HEADER, STARTS),
            "The report cannot",
        ),
        (Ended(status=3, what="No space is left."), (), "No space is left."),
        (Ended(status=3, what="It was killed by signal 9."), (HEADER, STARTS), "killed by signal 9"),
        (
            Ended(status=3),
            (HEADER, STARTS, SLOW, Footer(seconds=1.0, results=2)),
            "tcp-echo.echoes: The reference kept",
        ),
        (
            Ended(status=3),
            (HEADER, Trouble(what="The process ended early."), Footer(seconds=1.0, results=0)),
            "ended early",
        ),
        (
            Ended(status=130, what="Interrupted."),
            (HEADER, STARTS, Footer(seconds=1.0, results=1, interrupted=True)),
            "Inter",
        ),
        # says that all is well, and its log does not
        (Ended(status=0), (HEADER, STARTS), "cut short"),
        (Ended(status=0), (), ""),
    ],
)
def test_whatever_else_ends_a_grading_is_an_error(
    tmp_path: Path, ended: Ended, entries: tuple[Entry, ...], reason: str
) -> None:
    grade = graded(tmp_path, ended, *entries)
    assert grade.status is Status.ERROR
    assert reason in grade.reason
    assert not grade.complete


def test_a_log_that_was_cut_in_its_first_line_is_an_error_whatever_the_status(tmp_path: Path) -> None:
    assert graded(tmp_path, Ended(status=2, what="x"), cut=b'{"type":"hea').status is Status.ERROR


def test_a_grading_that_was_out_of_time_is_a_grade_that_is_not_complete(tmp_path: Path) -> None:
    entries = (HEADER, STARTS, Footer(seconds=9.0, results=1, limit=9.0))
    grade = graded(tmp_path, Ended(status=ExitStatus.UNMET), *entries)
    assert (grade.status, grade.points, grade.complete) == (Status.GRADED, 4, False)


def test_a_killed_grading_has_a_page_of_what_was_known(tmp_path: Path) -> None:
    graded(tmp_path, Ended(status=3, what="killed"), HEADER, STARTS, cut=b'{"type":"res')
    assert "tcp-echo.starts" in (tmp_path / "index.html").read_text()
