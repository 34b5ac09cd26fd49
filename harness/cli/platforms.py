"""``wireproof export`` for the platforms that hand in and keep grades: their results, and what makes them there.

Owns the options of each. The formats are ``harness.export``'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click

from harness.assignment.file import read_assignment
from harness.cli.export import log_of
from harness.cli.manual import Manual
from harness.cli.options import deliver, output_option
from harness.errors import UsageError
from harness.export.autograder import autograder
from harness.export.autolab import autolab
from harness.export.github import github, workflow
from harness.export.gradescope import gradescope
from harness.export.images import autolab_lab, prairielearn_question
from harness.export.prairielearn import prairielearn
from harness.log.reader import Log, read_log
from harness.requirement import identifiers, load_suites

_HANDIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_assignment_option = click.option(
    "--assignment", metavar="FILE", help="What is asked for, and what it is worth: an assignment.toml."
)


def _results(report: str, write: Callable[[Log], bytes], output: str | None) -> int:
    return deliver(write(read_log(log_of(Path(report)))), output)


def _archive(content: bytes, target: str, next_: str) -> int:
    """Write what a platform is given, and say what to do with it."""
    deliver(content, target)
    click.echo(f"Wrote {target}. {next_}")
    return 0


def _content(assignment: str | None) -> bytes | None:
    """The file, once it is known to be right."""
    if assignment is None:
        return None
    path = Path(assignment)
    read_assignment(path, identifiers(load_suites()))
    return path.read_bytes()


@click.command(
    "prairielearn",
    cls=Manual,
    examples={
        "wireproof export prairielearn --assignment assignment.toml": "The image and the question's files.",
        "wireproof export prairielearn reports/alice -o results.json": "For /grade/results/results.json.",
    },
)
@click.argument("report", type=click.Path(), required=False)
@_assignment_option
@click.option("-o", "--output", metavar="FILE", help="Where it goes; the archive to prairielearn.zip by default.")
def prairielearn_command(report: str | None, assignment: str | None, output: str | None) -> int:
    """PrairieLearn: an image and a question's files, or its results.json.

    Without REPORT an archive is written: the image is built from image/, and question/ goes into the question's folder,
    its info.json into the question's own. With REPORT, a report folder or the log in it, what that image would have
    handed on is written.
    """
    if report is not None:
        return _results(report, prairielearn, output)
    return _archive(
        prairielearn_question(_content(assignment)),
        output or "prairielearn.zip",
        "Build image/ as wireproof-grader, and put question/ into the question.",
    )


@click.command(
    "autolab",
    cls=Manual,
    examples={
        "wireproof export autolab --handin handin.zip --assignment assignment.toml": "The image and the lab's files.",
        "wireproof export autolab reports/alice": "As the last lines of an autograder.",
    },
)
@click.argument("report", type=click.Path(), required=False)
@_assignment_option
@click.option(
    "--handin", metavar="NAME", default="server.py", show_default=True, help="What the site calls each submission."
)
@click.option("-o", "--output", metavar="FILE", help="Where it goes; the archive to autolab.zip by default.")
def autolab_command(report: str | None, assignment: str | None, handin: str, output: str | None) -> int:
    """Autolab: an image and the two files of a lab, or its last two lines of output.

    Without REPORT an archive is written: the image is built from image/ upon the site's own, and what is in lab/ goes
    into the lab. With REPORT, a report folder or the log in it, its two lines are written; print nothing after them.
    Each program is a problem of the same name there.
    """
    if report is not None:
        return _results(report, autolab, output)
    if not _HANDIN.fullmatch(handin):
        raise UsageError(
            f"{handin!r} is no name for what is handed in.", "Give the file name of the site: letters, digits, . _ -"
        )
    return _archive(
        autolab_lab(handin, _content(assignment)),
        output or "autolab.zip",
        "Build image/, name it as the lab's, and put what is in lab/ into the lab.",
    )


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
@_assignment_option
@click.option("-o", "--output", metavar="FILE", help="Where it goes; the archive to autograder.zip by default.")
def gradescope_command(report: str | None, assignment: str | None, output: str | None) -> int:
    """Gradescope: an autograder to upload, or its results.json.

    Without REPORT the archive is written that an assignment there takes as its autograder. With REPORT, a report folder
    or the log in it, what that autograder would have handed on is written.
    """
    if report is not None:
        return _results(report, gradescope, output)
    return _archive(
        autograder(_content(assignment)), output or "autograder.zip", "Upload it under Configure Autograder."
    )


PLATFORMS = (gradescope_command, prairielearn_command, autolab_command, github_command)
