"""``wireproof export`` for the platforms that hand in and keep grades: their results, and what makes them there.

Owns the options of each. The formats are ``harness.export``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from harness.assignment.file import read_assignment
from harness.cli.export import log_of
from harness.cli.manual import Manual
from harness.cli.options import deliver, output_option
from harness.export.autograder import autograder
from harness.export.autolab import autolab
from harness.export.github import github, workflow
from harness.export.gradescope import gradescope
from harness.export.prairielearn import prairielearn
from harness.log.reader import Log, read_log
from harness.requirement import identifiers, load_suites


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
        "wireproof export gradescope --assignment assignment.toml": "The autograder, as autograder.zip.",
        "wireproof export gradescope reports/alice -o results.json": "For /autograder/results/results.json.",
    },
)
@click.argument("report", type=click.Path(), required=False)
@click.option("--assignment", metavar="FILE", help="What is asked for, and what it is worth: an assignment.toml.")
@click.option("-o", "--output", metavar="FILE", help="Where it goes; the archive to autograder.zip by default.")
def gradescope_command(report: str | None, assignment: str | None, output: str | None) -> int:
    """Gradescope: an autograder to upload, or its results.json.

    Without REPORT the archive is written that an assignment there takes as its autograder. With REPORT, a report folder
    or the log in it, what that autograder would have handed on is written.
    """
    if report is not None:
        return _results(report, gradescope, output)
    content = None
    if assignment is not None:
        path = Path(assignment)
        read_assignment(path, identifiers(load_suites()))
        content = path.read_bytes()
    target = output or "autograder.zip"
    deliver(autograder(content), target)
    click.echo(f"Wrote {target}. Upload it under Configure Autograder.")
    return 0


PLATFORMS = (gradescope_command, prairielearn_command, autolab_command, github_command)
