"""Options that several commands share, and what they do.

Owns their words in ``--help``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harness.errors import UsageError

unhide_option = click.option(
    "--unhide", is_flag=True, help="Show hidden requirements in full: for whoever grades, not for students."
)
output_option = click.option("-o", "--output", metavar="FILE", help="Where it goes; standard output by default.")


def deliver(content: bytes, output: str | None) -> int:
    """Write ``content`` to the file or to standard output. Raises ``UsageError`` where it cannot be written."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return 0
    try:
        Path(output).write_bytes(content)
    except OSError as fault:
        raise UsageError(
            f"{output} cannot be written: {fault.strerror}.", "Name another file with --output."
        ) from fault
    return 0
