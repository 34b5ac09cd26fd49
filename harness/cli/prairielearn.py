"""``python -m harness.cli.prairielearn ROOT``: what the image for PrairieLearn runs for each submission.

Owns the places of its layout, and that a grading ends before it is ended: one that PrairieLearn stops fails its
student, while one that says that it did not come to its end costs nobody an attempt.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

from harness.cli import told_on_failure
from harness.cli.grade import graded
from harness.cli.unattended import REPORT, assignment_at, submission_at
from harness.errors import ExitStatus, UsageError
from harness.export.autograder import ASSIGNMENT
from harness.export.images import PATIENCE
from harness.export.prairielearn import prairielearn, ungradable
from harness.log import LOG
from harness.log.reader import read_log
from harness.model import Plan
from harness.report.text import visible
from harness.report.write import put_files

RESULTS = "results.json"
_MARGIN = 60
"""Seconds before its end in which a grading writes its results, on a busy machine too."""


def main() -> None:
    """Grade what lies under the root that is named, and exit with a status: 0 where results were written."""
    sys.exit(told_on_failure(lambda: run(Path(sys.argv[1]))))


def run(root: Path) -> int:
    """Grade ``root/student`` into ``root/results/results.json``. Raises ``HarnessError`` where that cannot be."""
    asked = assignment_at(root / "tests" / ASSIGNMENT)
    try:
        submission = submission_at(root / "student", asked)
    except UsageError as fault:
        put_files(root / "results", {RESULTS: ungradable(visible(fault.what), visible(fault.cure))})
        return ExitStatus.MET
    limit = min(asked.bounds.seconds or PATIENCE, PATIENCE - _MARGIN)
    plan = Plan(submission=submission, seed=secrets.randbelow(10**6), assignment=asked, time_limit=limit)
    graded(plan, root / REPORT)
    put_files(root / "results", {RESULTS: prairielearn(read_log(root / REPORT / LOG))})
    return ExitStatus.MET


if __name__ == "__main__":
    main()
