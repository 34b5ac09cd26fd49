"""Help as a manual page: the same sections for every command, in the order of man(1).

Owns the layout of ``--help`` and what each exit status means. A command's own words stand with the command.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

import click

from harness.errors import ExitStatus

_SHORT = 200
_COLUMN = 26
_DONE: Mapping[ExitStatus, str] = MappingProxyType(
    {
        ExitStatus.MET: "Done.",
        ExitStatus.USAGE: "The command cannot be carried out as given.",
        ExitStatus.HARNESS: "The harness or the machine is at fault.",
        ExitStatus.INTERRUPTED: "Interrupted.",
    }
)
_GRADED: Mapping[ExitStatus, str] = MappingProxyType(
    {
        ExitStatus.MET: "Every MUST is met.",
        ExitStatus.UNMET: "Some MUST is not met.",
        ExitStatus.USAGE: "Usage, or a submission that cannot be used; nothing selected is this too.",
        ExitStatus.HARNESS: "The harness or the machine is at fault: the result is incomplete.",
        ExitStatus.INTERRUPTED: "Interrupted.",
    }
)


class Manual(click.Command):
    """A command whose help is a page; ``examples`` are command lines, each with what it does."""

    statuses = _DONE

    def __init__(self, *given: Any, examples: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        self.examples = dict(examples or {})

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the page."""
        about, _, rest = inspect.cleandoc(self.help or "").partition("\n\n")
        with _section(formatter, "NAME", first=True):
            formatter.write_text(f"{ctx.command_path} - {about.rstrip('.')}")
        with _section(formatter, "SYNOPSIS"):
            formatter.write_text(" ".join((ctx.command_path, *self.collect_usage_pieces(ctx))))
        if rest:
            with _section(formatter, "DESCRIPTION"):
                formatter.write_text(rest)
        self.format_members(ctx, formatter)
        with _section(formatter, "OPTIONS"):
            options = (each.get_help_record(ctx) for each in self.get_params(ctx) if isinstance(each, click.Option))
            formatter.write_dl([record for record in options if record is not None], col_max=_COLUMN)
        with _section(formatter, "EXIT STATUS"):
            formatter.write_dl([(str(int(status)), meaning) for status, meaning in self.statuses.items()])
        if self.examples:
            with _section(formatter, "EXAMPLES"):
                for command, meaning in self.examples.items():
                    formatter.write(f"{'':>{formatter.current_indent}}{command}\n")
                    formatter.write(f"{'':>{formatter.current_indent + 4}}{meaning}\n")

    def format_members(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Nothing: a command alone has none."""


class Grading(Manual):
    """A command that ends with what a grading came to."""

    statuses = _GRADED


class ClassGrading(Manual):
    """A command that ends with what the grading of a class came to."""

    statuses = MappingProxyType(
        {
            ExitStatus.MET: "Everybody has a grade, or a reason why the submission cannot be graded.",
            ExitStatus.UNMET: "A grade is lower than before, and waits for --accept-lower.",
            ExitStatus.USAGE: "Usage, or a folder without a submission.",
            ExitStatus.HARNESS: "The harness or the machine is at fault, for some or for all.",
            ExitStatus.INTERRUPTED: "Interrupted: the same command goes on.",
        }
    )


class ManualGroup(Manual, click.Group):
    """A group whose help is a page that lists its commands."""

    command_class = Manual

    def format_members(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands."""
        with _section(formatter, "COMMANDS"):
            members = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
            formatter.write_dl([(name, each.get_short_help_str(_SHORT)) for name, each in members if each is not None])


@contextmanager
def _section(formatter: click.HelpFormatter, name: str, *, first: bool = False) -> Iterator[None]:
    formatter.write(f"{'' if first else chr(10)}{name}\n")
    formatter.indent()
    try:
        yield
    finally:
        formatter.dedent()
