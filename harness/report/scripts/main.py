"""The end of every script: what it says, and its exit status.

What was recorded is handed over by the first lines of the script that this is joined to, and ``attempt`` is that of the
part with which it is joined.
"""

from __future__ import annotations

from typing import Any

from harness.report.scripts.program import Flaw, NotStarted
from harness.report.scripts.serving import attempt

SHOWS, SHOWS_NOT, NOT_TRIED = 1, 0, 2


def main(arguments: list[str], record: dict[str, Any]) -> int:
    """Try it and say what came; the exit status."""
    print(record["requirement"])
    print("Expected:", record["expected"])
    print("Recorded:", record["observed"])
    try:
        attempt(arguments, record)
    except Flaw as flaw:
        print("Now:      The flaw shows.", flaw)
        return SHOWS
    except (NotStarted, ValueError, OSError) as failure:
        print("Not tried:", failure)
        return NOT_TRIED
    print("Now:      The flaw does not show.")
    return SHOWS_NOT
