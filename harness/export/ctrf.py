"""CTRF, the Common Test Report Format: one JSON document, a test for each requirement.

Owns the format (specification 1.0.0: unknown keys only in ``extra``, times in whole milliseconds). May not know
what a requirement is about.
"""

from __future__ import annotations

from typing import Any

import msgspec

from harness.export.groups import Case, Document, Group, Sign
from harness.model import Verdict

_STATUS = {Sign.PASSED: "passed", Sign.FAILED: "failed", Sign.SKIPPED: "skipped", Sign.ERROR: "other"}
_OF_ATTEMPT = {Verdict.PASS: "passed", Verdict.FAIL: "failed", Verdict.SKIPPED: "skipped"}
_COUNTED = ("passed", "failed", "skipped", "pending", "other")


def ctrf(document: Document) -> bytes:
    """The file, in UTF-8."""
    tests = [test for group in document.groups for test in _tests(group)]
    counts = {status: sum(test["status"] == status for test in tests) for status in _COUNTED}
    summary = {
        "tests": len(tests),
        **counts,
        "flaky": sum(test.get("flaky", False) for test in tests),
        "suites": len(document.groups),
        "start": _milliseconds(min((group.started for group in document.groups), default=0.0)),
        "stop": _milliseconds(max((group.started + group.seconds for group in document.groups), default=0.0)),
        "extra": {
            "points": sum(group.points for group in document.groups),
            "max_points": sum(group.max_points for group in document.groups),
        },
    }
    report = {
        "reportFormat": "CTRF",
        "specVersion": "1.0.0",
        "generatedBy": "wireproof",
        "results": {
            "tool": {"name": "wireproof", "version": document.wireproof},
            "summary": summary,
            "tests": tests,
        },
    }
    return msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"


def _tests(group: Group) -> list[dict[str, Any]]:
    tests = [_test(group.name, case) for case in group.cases]
    if group.trouble:
        # a group without it would read as one in which nothing failed
        tests.append(
            {"name": "grading", "status": "other", "duration": 0, "suite": [group.name], "message": group.trouble}
        )
    return tests


def _test(group: str, case: Case) -> dict[str, Any]:
    program, _, _ = case.id.rpartition(".")
    test = {
        "name": case.id,
        "status": _STATUS[case.sign],
        "duration": _milliseconds(case.seconds),
        "suite": [group, program] if program else [group],
        "rawStatus": case.verdict.value,
        "tags": [case.level.value],
        "flaky": case.flaky and case.verdict is Verdict.PASS,
        "retries": max(0, len(case.attempts) - 1),
        "retryAttempts": [
            {"attempt": number, "status": _OF_ATTEMPT.get(verdict, "other")}
            for number, verdict in enumerate(case.attempts[:-1], start=1)
        ],
        "extra": {"points": case.points, "max_points": case.max_points, "flaky": case.flaky, "title": case.title},
    }
    return {**test, "message": case.message} if case.message else test


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
