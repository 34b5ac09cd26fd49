"""Gradescope's ``results.json``: what its page shows a student, and the score that it records.

Owns the format. Hidden requirements are taken out before, not marked hidden: one hidden test hides the whole score. May
not know where the file lies, nor when it is written.
"""

from __future__ import annotations

from typing import Any

from harness.export.groups import Sign
from harness.export.told import Told, document, fault_of, fitting, summary_of_points, told
from harness.log.reader import Log

MOST_BYTES = 1 << 20
_STATUS = {Sign.PASSED: "passed", Sign.FAILED: "failed"}


def gradescope(log: Log) -> bytes:
    """The results so far, of a run that is not finished too: where it is killed, what was written last stands."""
    entries = told(log)
    return fitting(lambda cut: _results(log, entries, cut), MOST_BYTES)


def unusable(what: str, cure: str) -> bytes:
    """The results where nothing could be graded, and the submission is why; texts are visible already."""
    return document(
        {"score": 0, "output": f"{what}\n{cure}".strip(), "output_format": "text", "stdout_visibility": "hidden"}
    )


def _results(log: Log, entries: tuple[Told, ...], cut: int | None) -> dict[str, Any]:
    fault = fault_of(log)
    return {
        "output": f"{summary_of_points(log)}{f' {fault}' if fault else ''}",
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        # the harness prints all of a grading there, hidden requirements too
        "stdout_visibility": "hidden",
        "tests": [_test(number, each, cut) for number, each in enumerate(entries, 1)],
        # without tests there would be no score, and the page an error
        **({} if entries else {"score": 0}),
    }


def _test(number: int, entry: Told, cut: int | None) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": f"{entry.name}  {entry.title}",
        "number": str(number),
        "output": entry.cut(cut),
        "visibility": "visible",
        "tags": [tag for tag in (entry.program, entry.level) if tag],
    }
    if entry.max_points:
        test |= {"score": entry.points, "max_score": entry.max_points}
    if entry.sign in _STATUS:
        test["status"] = _STATUS[entry.sign]
    return test
