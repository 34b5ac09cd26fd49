"""``wireproof export`` for the gradebooks of Canvas and Moodle, made from the results of a class.

Owns the options of each, and that what could not be entered is said. The formats are ``harness.export``'s.
"""

from __future__ import annotations

from pathlib import Path

import click

from harness.classroom.reader import read_class
from harness.cli.manual import Manual
from harness.cli.options import deliver, output_option
from harness.errors import UsageError
from harness.export.canvas import canvas, canvas_filled
from harness.export.gradebook import Filled
from harness.export.moodle import moodle_filled


@click.command(
    "canvas",
    cls=Manual,
    examples={
        "wireproof export canvas reports/hw1 --gradebook grades.csv -o filled.csv": "Fill in an exported gradebook.",
        "wireproof export canvas reports/hw1 --column 'Echo (1234)' -o new.csv": "Write a new one.",
    },
)
@click.argument("results", type=click.Path())
@click.option("--gradebook", metavar="FILE", help="The gradebook as Canvas exported it; else one is made.")
@click.option("--column", metavar="TITLE", help="The assignment's column; the title of the class by default.")
@output_option
def canvas_command(results: str, gradebook: str | None, column: str | None, output: str | None) -> int:
    """The gradebook of Canvas, with the grades of a class.

    RESULTS is the folder that `wireproof class` wrote. A grade is a share of the points possible. Who has no grade, or
    no line, is named on standard error, and nothing is entered for them.
    """
    class_ = read_class(Path(results))
    title = column or class_.title
    if gradebook is None:
        return _entered(canvas(class_, title), output)
    return _entered(canvas_filled(class_, title, _content(gradebook), gradebook), output)


@click.command(
    "moodle",
    cls=Manual,
    examples={"wireproof export moodle reports/hw1 worksheet.csv -o filled.csv": "Fill in a downloaded worksheet."},
)
@click.argument("results", type=click.Path())
@click.argument("worksheet", type=click.Path())
@output_option
def moodle_command(results: str, worksheet: str, output: str | None) -> int:
    """The grading worksheet of Moodle, with the grades of a class.

    RESULTS is the folder that `wireproof class` wrote, WORKSHEET the file that Moodle let you download. A grade is a
    share of each line's maximum. Who has no grade, or no line, is named on standard error, and nothing is entered for
    them.
    """
    return _entered(moodle_filled(read_class(Path(results)), _content(worksheet), worksheet), output)


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}.", "Give the file as it was downloaded.") from fault


def _entered(filled: Filled, output: str | None) -> int:
    for remark in filled.remarks:
        click.echo(remark, err=True)
    return deliver(filled.content, output)


GRADEBOOKS = (canvas_command, moodle_command)
