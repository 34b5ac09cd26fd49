"""``wireproof replay``: one requirement of a report graded again, and what differs from what was recorded.

Owns the way from a report folder to a plan. Writes no report: what was recorded stays as it is.
"""

from __future__ import annotations

import difflib
import os
import sys
from pathlib import Path

import click
import msgspec

from harness.cli.completion import requirements
from harness.cli.manual import Grading
from harness.engine import carry_out
from harness.errors import ExitStatus, UsageError
from harness.log import LOG
from harness.log.reader import Log, assembled, read_log
from harness.model import Entry, Header, Plan, Result, Verdict
from harness.nursery import Nursery
from harness.report.comparison import comparison_lines
from harness.report.hidden import whole
from harness.report.results import exit_status
from harness.report.style import style_for
from harness.report.terminal import opening_lines, result_lines, trouble_lines
from harness.submission import read_submission


@click.command(
    "replay",
    cls=Grading,
    examples={
        "wireproof replay reports/alice large-message": "Try one requirement again, and compare.",
    },
)
@click.argument("report", type=click.Path())
@click.argument("requirement", shell_complete=requirements)
@click.option("--submission", metavar="PATH", help="Where the submission lies now, if not where it was graded.")
@click.option("--python", metavar="EXE", help="The interpreter for Python programs.")
def replay_command(report: str, requirement: str, submission: str | None, python: str | None) -> int:
    """Grade REQUIREMENT of REPORT again, with the same seed, and compare.

    REPORT is a report's folder or its log. The submission is read from where it was graded, seen from the directory
    in which this is run; if it has changed since, that is said. The report itself is left as it is.
    """
    place = Path(report)
    recorded = whole(read_log(place / LOG if place.is_dir() else place))
    then = _recorded(recorded, requirement)
    path = submission or recorded.header.origin
    if not os.path.lexists(path):
        raise UsageError(
            f"The submission of this report is not at {path!r} any more, seen from here.",
            "Run it from where it was graded, or say with --submission where it lies now.",
        )
    plan = Plan(
        submission=read_submission(path, (then.program,)),
        seed=recorded.header.seed,
        assignment=recorded.header.assignment,
        only=(then.id,),
        python=python,
    )
    return replayed(plan, (recorded.header, then))


def replayed(plan: Plan, then: tuple[Header, Result]) -> int:
    """Carry out ``plan``, show the one requirement, and compare it with what was recorded; the exit status."""
    entries: list[Entry] = []
    with Nursery() as nursery:
        carry_out(plan, nursery, entries.append)
    log, style = assembled(entries), style_for(sys.stdout, os.environ)
    for line in (*opening_lines(log.header, style), ""):
        click.echo(line)
    for trouble in log.troubles:
        for line in trouble_lines(trouble, style):
            click.echo(line)
    now = next((each for each in log.results if each.id == then[1].id), None)
    if now is None:
        return ExitStatus.HARNESS
    for line in result_lines(log.header, now, style):
        click.echo(line)
    if now.verdict is Verdict.PASS:
        click.echo("")  # what is told at length ends with an empty line of its own
    for line in comparison_lines(then, (log.header, now), style):
        click.echo(line)
    return int(exit_status(msgspec.structs.replace(log, results=(now,))))


def _recorded(log: Log, requirement: str) -> Result:
    """The result that is meant, by its identifier or the part after the dot."""
    meant = [each for each in log.results if requirement in {each.id, each.id.partition(".")[2]}]
    if len(meant) == 1:
        return meant[0]
    if meant:
        names = ", ".join(each.id for each in meant)
        raise UsageError(f"{requirement!r} is the name of several requirements: {names}.", "Give one of them in full.")
    known = [name for each in log.results for name in (each.id, each.id.partition(".")[2])]
    near = difflib.get_close_matches(requirement, known, n=3)
    raise UsageError(
        f"The report tells nothing of {requirement!r}.",
        f"Did you mean {' or '.join(near)}?" if near else "Its page and its results.json name those that it tells of.",
    )
