"""``wireproof handout``: the page given to students, made from an assignment and the requirements themselves."""

from __future__ import annotations

from pathlib import Path

import click

from harness.assignment.file import read_assignment
from harness.cli.example import example_of
from harness.cli.manual import Manual
from harness.cli.options import deliver, output_option
from harness.handout.facts import Chapter, handout_of
from harness.handout.markdown import markdown
from harness.handout.page import render_handout
from harness.model import Attempt
from harness.requirement import identifiers, load_suites

_FORMATS = {"html": render_handout, "markdown": markdown}


@click.command(
    "handout",
    cls=Manual,
    examples={
        "wireproof handout assignment.toml -o index.html": "A page to be given to students.",
        "wireproof handout assignment.toml --format markdown": "The same as Markdown, on standard output.",
    },
)
@click.argument("assignment", type=click.Path())
@click.option("--format", "kind", type=click.Choice(list(_FORMATS)), default="html", help="A page, or Markdown.")
@click.option(
    "--examples/--no-examples",
    default=True,
    help="An example exchange for each program, for which the reference is run; else none.",
)
@output_option
def handout_command(assignment: str, kind: str, examples: bool, output: str | None) -> int:
    """Write what the programs of ASSIGNMENT must do, for the students who are asked for them.

    ASSIGNMENT is an assignment.toml. Hidden requirements are counted and not named. The page needs no network and no
    other file.
    """
    suites = load_suites()
    given = read_assignment(Path(assignment), identifiers(suites))
    handout = handout_of(given.assignment, suites)
    shown = {each.program: found for each in handout.chapters if examples and (found := _example(each))}
    return deliver(_FORMATS[kind](handout, shown).encode(), output)


def _example(chapter: Chapter) -> tuple[str, Attempt] | None:
    """The first requirement of a program that is more than its start, met by the reference."""
    telling = [each.id for each in chapter.items if each.needs] or [each.id for each in chapter.items]
    attempt = example_of(chapter.program, telling[0]) if telling else None
    return (telling[0], attempt) if attempt else None
