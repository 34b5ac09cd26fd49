"""``wireproof list`` and ``wireproof show``: the requirements, printed from the code that checks them.

Owns the layout of both. A requirement's words stand with its test and nowhere else.
"""

from __future__ import annotations

import difflib
import textwrap

import click

from harness.cli.completion import programs, requirements
from harness.cli.example import example_of
from harness.cli.manual import Manual
from harness.errors import UsageError
from harness.report.rows import exchange_lines
from harness.report.text import counted
from harness.requirement import Requirement, Suite, load_suites

WIDTH = 80
EVENTS = 16


@click.command(
    "list",
    cls=Manual,
    examples={
        "wireproof list": "All requirements of all programs.",
        "wireproof list tcp-echo": "Those of one program.",
    },
)
@click.argument("program", required=False, shell_complete=programs)
def list_command(program: str | None) -> int:
    """List the requirements of PROGRAM, or of all programs."""
    suites = load_suites()
    if program is not None and program not in suites:
        raise UsageError(f"There is no suite for {program!r}.", f"There are suites for {', '.join(suites)}.")
    for name, suite in suites.items():
        if program in {None, name}:
            click.echo(f"{name}  ({len(suite.requirements)} requirements)")
            for each in suite:
                first = f"  {each.level.value:<6}  {each.name:<24}"
                for line in textwrap.wrap(each.title, WIDTH, initial_indent=f"{first}  ", subsequent_indent=" " * 36):
                    click.echo(line)
            click.echo("")
    return 0


@click.command(
    "show",
    cls=Manual,
    examples={
        "wireproof show tcp-echo.half-close": "One requirement, and how the reference meets it.",
    },
)
@click.argument("requirement", shell_complete=requirements)
@click.option(
    "--example/--no-example", default=True, help="Run the reference, and show the exchange in which it meets it."
)
def show_command(requirement: str, example: bool) -> int:
    """Show one REQUIREMENT: what, why, where it is said, what it needs, and what goes wrong with it.

    REQUIREMENT is an identifier, such as tcp-echo.half-close.
    """
    known = {suite.identifier(each): (suite, each) for suite in load_suites().values() for each in suite}
    if requirement not in known:
        near = difflib.get_close_matches(requirement, known, n=3) or ["wireproof list"]
        raise UsageError(f"There is no requirement {requirement!r}.", f"Did you mean {' or '.join(near)}?")
    suite, each = known[requirement]
    for line in page(suite, each):
        click.echo(line)
    if example and (attempt := example_of(suite.program, requirement)):
        click.echo("\nExample   The reference, just now:")
        for line in exchange_lines(attempt.events, EVENTS):
            click.echo(f"  {line}")
    return 0


def page(suite: Suite, each: Requirement) -> list[str]:
    """The lines of one requirement's page."""
    needs = ", ".join(f"{suite.program}.{name}" for name in each.needs) or "nothing"
    needed_by = ", ".join(other.name for other in suite if each.name in other.needs)
    causes = [hint.cause for hint in suite.hints if each.name in hint.requirements]
    facts = [
        ("Level", f"{each.level.value}, {counted(each.level.points, 'point')}"),
        ("Required", each.title),
        ("Why", each.why),
        ("Source", each.source),
        ("Needs", needs),
        ("Needed by", needed_by or "nothing"),
        ("Try it", f"tox -e conformance -- PATH --only {suite.identifier(each)}"),
        *(("Mistake", cause) for cause in causes),
    ]
    lines = [suite.identifier(each), ""]
    for label, text in facts:
        lines += textwrap.wrap(text, WIDTH, initial_indent=f"{label:<10}", subsequent_indent=" " * 10)
    return lines
