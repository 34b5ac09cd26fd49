"""``python -m harness.cli.autograder ROOT``: what Gradescope's ``run_autograder`` calls for each submission.

Owns the places of Gradescope's layout, and when its results are written: after every requirement, since a run that
takes too long is killed, and removed where the harness is at fault, since a score must not suffer from that.
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
from harness.export.gradescope import gradescope, unusable
from harness.export.told import hold_complete
from harness.log.reader import assembled
from harness.model import Entry, Plan
from harness.report.text import visible
from harness.report.write import put_files

RESULTS = "results.json"


def main() -> None:
    """Grade what lies under the root that is named, and exit with a status: 0 where results were written."""
    sys.exit(told_on_failure(lambda: run(Path(sys.argv[1]))))


def run(root: Path) -> int:
    """Grade ``root/submission`` into ``root/results/results.json``. Raises ``HarnessError`` where that cannot be."""
    results = root / "results"
    asked = assignment_at(root / "source" / ASSIGNMENT)
    try:
        submission = submission_at(root / "submission", asked)
    except UsageError as fault:
        put_files(results, {RESULTS: unusable(visible(fault.what), visible(fault.cure))})
        return ExitStatus.MET
    entries: list[Entry] = []

    def watch(entry: Entry) -> None:
        entries.append(entry)
        put_files(results, {RESULTS: gradescope(assembled(entries))})

    plan = Plan(submission=submission, seed=secrets.randbelow(10**6), assignment=asked)
    try:
        graded(plan, root / REPORT, watch)
        log = assembled(entries)
        if log.footer and log.footer.interrupted:
            # as a time limit ends it: what is known by then stands
            return ExitStatus.INTERRUPTED
        hold_complete(log)
    except Exception:
        (results / RESULTS).unlink(missing_ok=True)
        raise
    return ExitStatus.MET


if __name__ == "__main__":
    main()
