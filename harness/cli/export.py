"""``wireproof export PLATFORM``: what was graded, in the format of another program.

Owns the options that every platform shares. The formats are ``harness.export``'s. A platform is a command of this
group: another module adds its own with ``export_command.add_command``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from harness.cli.manual import ManualGroup
from harness.cli.options import deliver, output_option, unhide_option
from harness.export.ctrf import ctrf
from harness.export.groups import Document, document_of
from harness.export.junit import junit
from harness.export.table import grading_table
from harness.log import LOG
from harness.log.reader import read_log
from harness.report.hidden import whole


@click.group("export", cls=ManualGroup)
def export_command() -> None:
    """Write what was graded in the format of another program.

    Nothing is run again: every format is made from the log of an earlier grading.
    """


def _format(name: str, write: Callable[[Document], bytes], file: str, about: str) -> None:
    def command(report: str, output: str | None, unhide: bool) -> int:
        log = read_log(log_of(Path(report)))
        return deliver(write(document_of(whole(log) if unhide else log)), output)

    made = click.argument("report", type=click.Path())(output_option(unhide_option(command)))
    help_ = f"{about}\n\nREPORT is a report folder, or the log in it."
    examples = {f"wireproof export {name} reports/alice -o {file}": "Write a file; else to standard output."}
    export_command.command(name, help=help_, examples=examples)(made)


_format("junit", junit, "junit.xml", "JUnit XML, as continuous integration reads it.")
_format("ctrf", ctrf, "ctrf.json", "CTRF, the Common Test Report Format (JSON).")
_format("csv", grading_table, "alice.csv", "A table, one line a requirement.")


def log_of(report: Path) -> Path:
    """The log of a report folder, or the log itself."""
    return report / LOG if report.is_dir() else report
