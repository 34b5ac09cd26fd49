"""``wireproof report LOG``: the reports of a log, written again without running anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from harness.log.reader import read_log
from harness.report.results import exit_status
from harness.report.style import style_for
from harness.report.terminal import all_lines
from harness.report.write import write_reports


@click.command("report")
@click.argument("log")
@click.option("--report", "folder", metavar="DIR", help="Where the report goes; beside the log by default.")
def report_command(log: str, folder: str | None) -> int:
    """Show the LOG of an earlier run again, and write its report anew."""
    path = Path(log)
    page = write_reports(path, Path(folder) if folder else path.parent)
    read = read_log(path)
    for line in all_lines(read, str(page), style_for(sys.stdout, os.environ)):
        click.echo(line)
    return int(exit_status(read))
