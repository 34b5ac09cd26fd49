"""``wireproof export`` for the platforms that hand in and keep grades: their results, and what makes them there.

Owns the options of each. The formats are ``harness.export``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from harness.cli.export import log_of
from harness.cli.manual import Manual
from harness.cli.options import deliver, output_option
from harness.export.autolab import autolab
from harness.export.github import github, workflow
from harness.export.gradescope import gradescope
from harness.export.prairielearn import prairielearn
from harness.log.reader import Log, read_log


def _results(report: str, write: Callable[[Log], bytes], output: str | None) -> int:
    return deliver(write(read_log(log_of(Path(report)))), output)


@click.command(
    "prairielearn",
    cls=Manual,
    examples={
        "wireproof export prairielearn reports/alice -o results.json": "For /grade/results/results.json.",
    },
)
@click.argument("report", type=click.Path())
@output_option
def prairielearn_command(report: str, output: str | None) -> int:
    """PrairieLearn's results.json.

    REPORT is a report folder, or the log in it.
    """
    return _results(report, prairielearn, output)


@click.command(
    "autolab",
    cls=Manual,
    examples={
        "wireproof export autolab reports/alice": "As the last lines of an autograder.",
    },
)
@click.argument("report", type=click.Path())
@output_option
def autolab_command(report: str, output: str | None) -> int:
    """Autolab's last two lines; print nothing after them.

    REPORT is a report folder, or the log in it. Each program is a problem of the same name there.
    """
    return _results(report, autolab, output)


@click.command(
    "github",
    cls=Manual,
    examples={
        "wireproof export github -o .github/workflows/conformance.yml": "The workflow.",
        "wireproof export github reports/alice": "The result, in base64.",
    },
)
@click.argument("report", type=click.Path(), required=False)
@click.option("--assignment", metavar="FILE", help="The assignment.toml of the repository, by its name there.")
@output_option
def github_command(report: str | None, assignment: str | None, output: str | None) -> int:
    """GitHub Classroom: a workflow, or the result that it hands on.

    Without REPORT the workflow is written: save it as .github/workflows/conformance.yml in the assignment's repository.
    With REPORT, a report folder or the log in it, its result is written in base64, for that workflow.
    """
    if report is None:
        return deliver(workflow(assignment or ""), output)
    return _results(report, github, output)


@click.command(
    "gradescope",
    cls=Manual,
    examples={
        "wireproof export gradescope reports/alice -o results.json": "For /autograder/results/results.json.",
    },
)
@click.argument("report", type=click.Path())
@output_option
def gradescope_command(report: str, output: str | None) -> int:
    """Gradescope's results.json.

    REPORT is a report folder, or the log in it.
    """
    return _results(report, gradescope, output)


PLATFORMS = (gradescope_command, prairielearn_command, autolab_command, github_command)
