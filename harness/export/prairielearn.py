"""PrairieLearn's ``results.json``: a share of the points, and a test for each requirement.

Owns the format and its limit of size. May not know where the file lies.
"""

from __future__ import annotations

from typing import Any

from harness.export.groups import Sign
from harness.export.told import Told, document, fault_of, fitting, summary_of_points, told
from harness.log.reader import Log

MOST_BYTES = 900_000
"""Under the megabyte beyond which the file is not read and a student gets nothing."""


def prairielearn(log: Log) -> bytes:
    """The results. What the harness is at fault for is not gradable: it costs neither points nor an attempt."""
    fault = fault_of(log)
    if fault:
        return ungradable(fault, "This is no fault of the submission: submit it again.")
    entries = told(log)
    return fitting(lambda cut: _results(log, entries, cut), MOST_BYTES)


def ungradable(what: str, cure: str) -> bytes:
    """The results where nothing can be graded: no attempt is charged. Texts are visible already."""
    return document({"gradable": False, "format_errors": [text for text in (what, cure) if text]})


def _results(log: Log, entries: tuple[Told, ...], cut: int | None) -> dict[str, Any]:
    earned = sum(each.points for each in entries)
    possible = sum(each.max_points for each in entries)
    return {
        "gradable": True,
        "score": earned / possible if possible else 0.0,
        "message": summary_of_points(log),
        "output": "",
        "images": [],
        "tests": [_test(each, cut) for each in entries],
    }


def _test(entry: Told, cut: int | None) -> dict[str, Any]:
    return {
        "name": entry.name,
        "description": entry.title,
        "points": entry.points,
        "max_points": entry.max_points,
        "message": "" if entry.sign in (Sign.PASSED, Sign.FAILED) else "This is not counted.",
        "output": entry.cut(cut),
    }
