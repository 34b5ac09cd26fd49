"""``wireproof report LOG``: the reports of a log, written again without running anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from harness.cli.manual import Grading
from harness.cli.options import unhide_option
from harness.log.reader import read_log
from harness.report.hidden import whole
from harness.report.results import exit_status
from harness.report.style import style_for
from harness.report.terminal import all_lines
from harness.report.write import place_of, write_reports_of


@click.command(
    "report",
    cls=Grading,
    examples={
        "wireproof report reports/alice/log.ndjson": "Write the report anew.",
        "wireproof report reports/alice/log.ndjson --unhide --report mine": "With what is hidden.",
    },
)
@click.argument("log", type=click.Path())
@click.option("--report", "folder", metavar="DIR", help="Where the report goes; beside the log by default.")
@unhide_option
def report_command(log: str, folder: str | None, unhide: bool) -> int:
    """Show the LOG of an earlier run again, and write its report anew."""
    path = Path(log)
    read = whole(read_log(path)) if unhide else read_log(path)
    page = write_reports_of(read, Path(folder) if folder else place_of(read, path.parent))
    for line in all_lines(read, str(page), style_for(sys.stdout, os.environ)):
        click.echo(line)
    return int(exit_status(read))
