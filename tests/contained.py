"""Gradings as a container's user starts them; run by itself, inside one: ``python contained.py SCRATCH JOBS``.

Owns what of a log a test asks for. ``JOBS`` is a list, in JSON, of paths, programs and patterns; what is printed is
of each job its tier and its verdicts with their reasons, and what all of them left behind.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from grading import entries
from watched import left_behind

from harness.model import Entry, Header, Result, Trouble


def told(log: list[Entry]) -> dict[str, Any]:
    """The verdicts of a log, with the reasons for those that are neither pass nor fail, by identifier."""
    said: dict[str, Any] = {}
    for entry in log:
        match entry:
            case Header():
                said["tier"] = entry.isolation
                said["notes"] = entry.isolation_notes
            case Result():
                said[entry.id] = f"{entry.verdict} {entry.reason}".rstrip()
            case Trouble():
                said["trouble"] = entry.what
    return said


def main(scratch: Path, jobs: list[tuple[str, str, list[str]]]) -> None:
    """Do all jobs, one after the other."""
    os.environ["TMPDIR"] = str(scratch)
    found: list[dict[str, Any]] = []

    def work() -> None:
        for path, program, only in jobs:
            found.append(told(entries(Path(path), (program,), only=tuple(only))))

    left = left_behind(scratch, work)
    print(json.dumps({"gradings": found, "left": left}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
