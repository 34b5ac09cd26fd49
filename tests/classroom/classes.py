"""Classes made up for tests: submissions on disk, and a grader that runs nothing.

Owns the stand-in for a grading: its grade is what the submission says, and its report what a grading would leave.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from harness.classroom.collection import read_collection
from harness.classroom.grade import Grade, Regrade
from harness.classroom.handed import Handed
from harness.classroom.model import Class, Outcome, Status
from harness.classroom.reader import read_class
from harness.classroom.run import ClassRun, Order, Recorded
from harness.classroom.shelf import Shelf, log_hash, prepared
from harness.classroom.state import Listed
from harness.log import LOG
from harness.model import Level, Verdict

FULL = 5


def hand_in(folder: Path, **said: str) -> None:
    """A file a student; ``4`` is worth so many points, ``unusable`` and ``error`` speak for themselves."""
    folder.mkdir(exist_ok=True)
    for student, text in said.items():
        (folder / f"{student}.py").write_text(text)


class Sayer:
    """Grades a submission by what it says, and remembers whom it graded."""

    def __init__(self) -> None:
        self.graded: list[str] = []
        self.stopped = False

    def grade(self, handed: Handed, folder: Path) -> tuple[Grade, Path | None]:
        """The grade that the submission asks for."""
        said = Path(handed.attempts[-1].parts[0].path).read_text()
        self.graded.append(handed.identity)
        if said == "unusable":
            return Grade(status=Status.UNUSABLE, reason="It is empty."), None
        report = folder / "report"
        report.mkdir()
        (report / "index.html").write_text(f"<p>{said}")
        (report / LOG).write_text(f"{handed.identity} {said}")
        if said == "error":
            return Grade(status=Status.ERROR, reason="The machine failed.", log=log_hash(report)), report
        return graded(int(said), log_hash(report)), report

    def stop(self) -> None:
        """Remember it."""
        self.stopped = True


def graded(points: int, log: str = "") -> Grade:
    """A grade of so many points of ``FULL``."""
    verdict = Verdict.PASS if points == FULL else Verdict.FAIL
    outcome = Outcome(id="tcp-echo.starts", level=Level.MUST, verdict=verdict, points=points, max_points=FULL)
    return Grade(
        status=Status.GRADED,
        programs=("tcp-echo",),
        points=points,
        max_points=FULL,
        complete=True,
        results=(outcome,),
        log=log,
    )


def key_of(content: str, grade: Grade) -> str:
    """A key under which suites never change."""
    return hashlib.sha256(f"{content} {grade.programs}".encode()).hexdigest()


def run_class(
    handed_in: Path,
    results: Path,
    regrade: Regrade = Regrade.NONE,
    *,
    accept_lower: bool = False,
    grader: Sayer | None = None,
    most: int = sys.maxsize,
    absent: tuple[Listed, ...] = (),
) -> list[Recorded]:
    """Run over the class; what was recorded, in its order. It is interrupted as the last of ``most`` is told."""
    told: list[Recorded] = []

    def tell(recorded: Recorded) -> None:
        told.append(recorded)
        if len(told) == most:
            raise KeyboardInterrupt

    order = Order(
        source=str(handed_in),
        title="A class",
        command=f"{regrade} {accept_lower}",
        jobs=2,
        regrade=regrade,
        accept_lower=accept_lower,
        absent=absent,
    )
    collection = read_collection(handed_in)
    run = ClassRun(order, Shelf(prepared(results, handed_in)), collection.handed, grader or Sayer(), key_of)
    run.carry_out(lambda _due: None, tell)
    return told


def points_of(results: Path) -> dict[str, int]:
    """Points by student."""
    return {row.student: row.points for row in read_class(results).rows}


def as_written(results: Path) -> tuple[Class, dict[str, bytes]]:
    """The class without its time, and every file below the results folder but the record."""
    class_ = read_class(results)
    files = {
        str(path.relative_to(results)): path.read_bytes() if path.is_file() else b""
        for path in sorted(results.rglob("*"))
        if not path.name.startswith("state.sqlite")
    }
    return Class(title=class_.title, when="", rows=class_.rows), files
