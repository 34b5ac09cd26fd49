"""``wireproof init``: an ``assignment.toml`` in which every key is explained, to be changed by hand."""

from __future__ import annotations

from pathlib import Path

import click

from harness.assignment.template import TEMPLATE
from harness.cli.manual import Manual
from harness.errors import UsageError


@click.command(
    "init",
    cls=Manual,
    examples={
        "wireproof init": "Write assignment.toml.",
        "wireproof init exercise-3.toml": "Write a file of another name.",
    },
)
@click.argument("file", default="assignment.toml")
def init_command(file: str) -> int:
    """Write a commented assignment to FILE (assignment.toml by default). A file that is there is left alone."""
    try:
        with Path(file).open("x", encoding="utf-8") as stream:
            stream.write(TEMPLATE)
    except FileExistsError as fault:
        raise UsageError(f"{file} is there already, and was left as it is.", "Name another file.") from fault
    except OSError as fault:
        raise UsageError(f"{file} cannot be written: {fault.strerror}.", "Name another file.") from fault
    click.echo(f"Wrote {file}. Change it, then run `wireproof handout {file}`.")
    return 0
