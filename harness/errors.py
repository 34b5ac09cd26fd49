"""Every error that ends a grading, and what each tells the person at the terminal.

Owns the exception types and their exit statuses. Knows no other module: a stage raises one of
these, the command line prints it. A flaw of a submission is never one of these: that is a verdict.
"""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """Exit statuses of every command (docs/design.md, *Verdicts*)."""

    MET = 0
    UNMET = 1
    USAGE = 2
    HARNESS = 3
    INTERRUPTED = 130


class WireproofError(Exception):
    """Something that stopped the work: what happened, and what to do next.

    ``what`` and ``cure`` are sentences for the terminal; ``status`` is the exit status.
    """

    status = ExitStatus.HARNESS

    def __init__(self, what: str, cure: str = "") -> None:
        super().__init__(f"{what} {cure}".rstrip())
        self.what = what
        self.cure = cure


class UsageError(WireproofError):
    """The call cannot be carried out as given: a path, a pattern, a manifest, an archive."""

    status = ExitStatus.USAGE


class HarnessError(WireproofError):
    """The harness or the machine is at fault; never costs a submission a point."""


class IsolationError(HarnessError):
    """A sandbox could not be made or did not start."""


class CrewError(HarnessError):
    """A process that carries out a grading ended before it was told to."""
