"""``wireproof list`` and ``wireproof show``: the requirements, printed from the code that checks them.

Owns the layout of both. A requirement's words stand with its test and nowhere else.
"""

from __future__ import annotations

import difflib
import textwrap

import click

from harness.errors import UsageError
from harness.requirement import Requirement, Suite, load_suites

WIDTH = 80


@click.command("list")
@click.argument("program", required=False)
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


@click.command("show")
@click.argument("requirement")
def show_command(requirement: str) -> int:
    """Show one REQUIREMENT: what, why, where it is said, what it needs."""
    known = {suite.identifier(each): (suite, each) for suite in load_suites().values() for each in suite}
    if requirement not in known:
        near = difflib.get_close_matches(requirement, known, n=3) or ["wireproof list"]
        raise UsageError(f"There is no requirement {requirement!r}.", f"Did you mean {' or '.join(near)}?")
    for line in page(*known[requirement]):
        click.echo(line)
    return 0


def page(suite: Suite, each: Requirement) -> list[str]:
    """The lines of one requirement's page."""
    needs = ", ".join(f"{suite.program}.{name}" for name in each.needs) or "nothing"
    facts = {
        "Level": f"{each.level.value}, {each.level.points} point{'' if each.level.points == 1 else 's'}",
        "Required": each.title,
        "Why": each.why,
        "Source": each.source,
        "Needs": needs,
        "Try it": f"tox -e conformance -- PATH --only {suite.identifier(each)}",
    }
    lines = [suite.identifier(each), ""]
    for label, text in facts.items():
        lines += textwrap.wrap(text, WIDTH, initial_indent=f"{label:<10}", subsequent_indent=" " * 10)
    return lines
