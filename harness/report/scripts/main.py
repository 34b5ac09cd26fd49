"""The end of every script: what it says, and its exit status.

What was recorded is handed over by the first lines of the script that this is joined to, and ``attempt`` is that of the
part with which it is joined.
"""

from __future__ import annotations

import signal
import traceback
from typing import Any

from harness.report.scripts.program import Flaw, NotStarted
from harness.report.scripts.serving import attempt

SHOWS, SHOWS_NOT, NOT_TRIED = 1, 0, 2


def main(arguments: list[str], record: dict[str, Any]) -> int:
    """Try it, each time with the next patience that the record names, and say what came; the exit status.

    A signal ends it in order, with the program that it has started and the folder that it has made.
    """
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    print(record["requirement"])
    print("Expected:", record["expected"])
    print("Recorded:", record["observed"])
    tries = record["tries"]
    for number, patience in enumerate(tries, start=1):
        try:
            attempt(arguments, record, patience)
        except Flaw as flaw:
            print(f"Now:      The flaw shows, at try {number} of {len(tries)}. {flaw}")
            return SHOWS
        except (NotStarted, ValueError, OSError) as failure:
            print(f"Not tried, at try {number} of {len(tries)}: {failure}")
            return NOT_TRIED
        except KeyboardInterrupt:
            print(f"Not tried, at try {number} of {len(tries)}: interrupted.")
            return NOT_TRIED
        except Exception:  # a fault of the script's own must not look like one of the program's
            traceback.print_exc()
            return NOT_TRIED
    print(f"Now:      The flaw does not show. Tries: {len(tries)}.")
    return SHOWS_NOT
