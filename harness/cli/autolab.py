"""``python -m harness.cli.autolab FOLDER HANDIN``: what Autolab's ``autograde-Makefile`` runs for each submission.

Owns the last lines of standard output, which are its score. Where there can be none, nothing is printed after the
error, and the score before it stands.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import click

from harness.cli import told_on_failure
from harness.cli.grade import graded
from harness.cli.options import deliver
from harness.cli.unattended import REPORT, assignment_at, submission_at
from harness.export.autograder import ASSIGNMENT
from harness.export.autolab import autolab
from harness.log import LOG
from harness.log.reader import read_log
from harness.model import Plan


def main() -> None:
    """Grade the handin that is named, and exit with a status: 0 where a score was printed."""
    sys.exit(told_on_failure(lambda: run(Path(sys.argv[1]), Path(sys.argv[2]))))


def run(folder: Path, handin: Path) -> int:
    """Grade ``handin`` as the assignment in ``folder`` asks. Raises ``HarnessError`` where there can be no score."""
    asked = assignment_at(folder / ASSIGNMENT)
    submission = submission_at(handin, asked)
    graded(Plan(submission=submission, seed=secrets.randbelow(10**6), assignment=asked), folder / REPORT)
    click.echo("")
    return deliver(autolab(read_log(folder / REPORT / LOG)), None)


if __name__ == "__main__":
    main()
