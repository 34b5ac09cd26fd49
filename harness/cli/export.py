"""``wireproof export PLATFORM``: what was graded, in the format of another program.

Owns the options that every platform shares. The formats are ``harness.export``'s. A platform is a command of this
group: another module adds its own with ``export_command.add_command``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

import harness
from harness.classroom.model import Class
from harness.classroom.reader import read_class
from harness.classroom.shelf import STATE
from harness.cli.manual import ManualGroup
from harness.cli.options import deliver, output_option, unhide_option
from harness.export.ctrf import ctrf
from harness.export.groups import Document, document_of, document_of_class
from harness.export.junit import junit
from harness.export.table import class_table, grading_table
from harness.log import LOG
from harness.log.reader import read_log
from harness.report.hidden import whole


@click.group("export", cls=ManualGroup)
def export_command() -> None:
    """Write what was graded in the format of another program.

    Nothing is run again: every format is made from the log of an earlier grading.
    """


def _format(
    name: str, of_grading: Callable[[Document], bytes], of_class: Callable[[Class], bytes], file: str, about: str
) -> None:
    def command(report: str, output: str | None, unhide: bool) -> int:
        place = Path(report)
        if (place / STATE).is_file():
            return deliver(of_class(read_class(place)), output)
        log = read_log(log_of(place))
        return deliver(of_grading(document_of(whole(log) if unhide else log)), output)

    made = click.argument("report", type=click.Path())(output_option(unhide_option(command)))
    where = "REPORT is a report folder, the log in it, or the folder of a class, which hides nothing."
    examples = {
        f"wireproof export {name} reports/alice -o {file}": "Write a file; else to standard output.",
        f"wireproof export {name} reports/hw1": "A whole class.",
    }
    export_command.command(name, help=f"{about}\n\n{where}", examples=examples)(made)


def _as_document(write: Callable[[Document], bytes]) -> Callable[[Class], bytes]:
    return lambda class_: write(document_of_class(class_, harness.__version__))


_format("junit", junit, _as_document(junit), "junit.xml", "JUnit XML, as continuous integration reads it.")
_format("ctrf", ctrf, _as_document(ctrf), "ctrf.json", "CTRF, the Common Test Report Format (JSON).")
_format("csv", grading_table, class_table, "alice.csv", "A table: one line a requirement, or a student of a class.")


def log_of(report: Path) -> Path:
    """The log of a report folder, or the log itself."""
    return report / LOG if report.is_dir() else report
