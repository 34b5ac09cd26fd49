"""Gradings that a platform starts, with nobody looking on: what all of its commands share.

Owns how an assignment and a submission are found there. The places are each platform's.
"""

from __future__ import annotations

from pathlib import Path

from harness.assignment.file import read_assignment
from harness.model import Assignment, Submission
from harness.requirement import identifiers, load_suites
from harness.submission import read_asked, read_submission

REPORT = "report"


def assignment_at(path: Path) -> Assignment:
    """What the file asks for; whatever a submission holds, where there is none."""
    if not path.exists():
        return Assignment()
    return read_assignment(path, identifiers(load_suites())).assignment


def submission_at(path: Path, asked: Assignment) -> Submission:
    """The submission that lies there. Raises ``UsageError`` where it cannot be graded as it was handed in."""
    return read_asked(str(path), asked.programs) if asked.programs else read_submission(str(path))
