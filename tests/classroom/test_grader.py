"""Which of several attempts counts, and what an error among them means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from classroom.test_outcome import HEADER, result

from harness.classroom.child import Children, Ended
from harness.classroom.grader import Choice, Grader
from harness.classroom.handed import Attempt, Handed, Person, part
from harness.classroom.model import Status
from harness.log import LOG
from harness.log.writer import encoded
from harness.model import Footer, Verdict


class Sayers(Children):
    """Gradings that come to what the submission says: ``pass``, ``fail``, ``error`` or ``unusable``."""

    def __init__(self) -> None:
        super().__init__((), 0.0)
        self.paths: list[str] = []

    def grade(self, words: Sequence[str | Path]) -> Ended:
        path, report = Path(words[-1]), Path(words[1])
        self.paths.append(path.name)
        said = path.read_text()
        if said == "unusable":
            return Ended(status=2, what=f"{path} is empty.")
        report.mkdir()
        entries = (HEADER, result("starts", Verdict(said)), Footer(seconds=1.0, results=1))
        (report / LOG).write_bytes(b"".join(map(encoded, entries)))
        return Ended(status={"pass": 0, "fail": 1, "error": 3}[said])


@pytest.mark.parametrize(
    ("choice", "said", "attempt", "status", "points"),
    [
        (Choice.LATEST, ("pass", "fail"), "2.zip", Status.GRADED, 0),
        (Choice.BEST, ("pass", "fail"), "1.zip", Status.GRADED, 4),
        (Choice.BEST, ("pass", "unusable"), "1.zip", Status.GRADED, 4),
        (Choice.BEST, ("fail", "pass", "fail"), "2.zip", Status.GRADED, 4),
        (Choice.BEST, ("unusable", "unusable"), "2.zip", Status.UNUSABLE, 0),
        # nothing is better than all points, and anything may be better than none
        (Choice.BEST, ("pass", "error"), "1.zip", Status.GRADED, 4),
        (Choice.BEST, ("fail", "error"), "1.zip", Status.ERROR, 0),
    ],
)
def test_the_latest_counts_or_the_best(
    tmp_path: Path, choice: Choice, said: tuple[str, ...], attempt: str, status: Status, points: int
) -> None:
    attempts = []
    for number, text in enumerate(said, start=1):
        path = tmp_path / f"{number}.zip"
        path.write_text(text)
        attempts.append(Attempt(label=path.name, parts=(part(path),)))
    handed = Handed(identity="eva", people=(Person(name="Eva"),), attempts=tuple(attempts))
    (tmp_path / "work").mkdir()
    children = Sayers()
    grade, report = Grader(children, (), tmp_path / "inputs", choice).grade(handed, tmp_path / "work")
    assert (grade.attempt, grade.status, grade.points) == (attempt, status, points)
    assert (report is None) == (status is Status.UNUSABLE)
    assert (grade.reason == "2.zip is empty.") == (status is Status.UNUSABLE)
    expected = [f"eva.{number}.zip" for number in range(1, len(said) + 1)] if choice is Choice.BEST else ["eva.zip"]
    assert children.paths == expected


def test_files_that_are_missing_are_a_reason(tmp_path: Path) -> None:
    handed = Handed(identity="eva", people=(Person(name="Eva"),), attempts=(Attempt(label="submission_3", parts=()),))
    grade, report = Grader(Sayers(), (), tmp_path / "inputs", Choice.LATEST).grade(handed, tmp_path)
    assert (grade.status, report) == (Status.UNUSABLE, None)
    assert "submission_3 is listed, and is not there" in grade.reason


def test_what_fails_at_one_submission_is_an_error_of_that_one(tmp_path: Path) -> None:
    gone = Attempt(label="x", parts=(part(tmp_path / "gone.py"), part(tmp_path / "too.py")))
    handed = Handed(identity="eva", people=(Person(name="Eva"),), attempts=(gone,))
    grade, report = Grader(Sayers(), (), tmp_path / "inputs", Choice.LATEST).grade(handed, tmp_path)
    assert (grade.status, report) == (Status.ERROR, None)
    assert "FileNotFoundError" in grade.reason
