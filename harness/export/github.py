"""GitHub Classroom: the result that its reporter reads, and the workflow that makes it.

Owns both formats, and that no workflow command of a submission's comes through: the reporter prints what stands in the
result, and the runner obeys lines that begin with two colons. May not know what a requirement is about.
"""

from __future__ import annotations

import base64
import re
from typing import Any

import msgspec

from harness.errors import ExitStatus
from harness.export.groups import Sign
from harness.export.told import Told, fault_of, told
from harness.log.reader import Log
from harness.report.command import quote
from harness.report.results import exit_status

MOST = 600
"""Characters of a message: an output of a step holds a megabyte, in base64."""

_STATUS = {Sign.PASSED: "pass", Sign.FAILED: "fail", Sign.ERROR: "error"}
# both forms of a workflow command; the older one is obeyed in the middle of a line too
_COMMAND = re.compile(r"::|##\[")

WORKFLOW = """\
name: Conformance
on: [push, workflow_dispatch]
permissions:
  contents: read
  checks: write
  actions: read
jobs:
  conformance:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - name: Install wireproof
        run: python -m pip install wireproof
      - name: Allow user namespaces
        # without them a submission is kept from less of this machine; the report says so
        run: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 || true
      - name: Grade
        id: conformance
        # what a submission prints goes to a file: in the log of this step the runner would obey it
        run: |
          wireproof grade .{assignment} --report wireproof-report > wireproof.txt 2>&1 || true
          echo "result=$(wireproof export github wireproof-report)" >> "$GITHUB_OUTPUT"
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: report
          # all but the log, which tells of hidden requirements
          path: |
            wireproof-report
            !wireproof-report/log.ndjson
            wireproof.txt
      - uses: classroom-resources/autograding-grading-reporter@v1
        env:
          CONFORMANCE_RESULTS: ${{ steps.conformance.outputs.result }}
        with:
          runners: conformance
"""


def github(log: Log) -> bytes:
    """The result in base64, one line: the output of a workflow's step."""
    return base64.b64encode(msgspec.json.encode(github_result(log))) + b"\n"


def github_result(log: Log) -> dict[str, Any]:
    """The result as it stands before it is encoded."""
    entries = told(log)
    fault = fault_of(log)
    tests = [_test(each) for each in entries if each.sign in _STATUS]
    if fault:
        tests.append(_row("grading", "error", fault))
    return {
        "version": 1,
        "status": "error" if fault else "pass" if exit_status(log) is ExitStatus.MET else "fail",
        "max_score": sum(each.max_points for each in entries),
        "tests": tests,
    }


def workflow(assignment: str = "") -> bytes:
    """The workflow, as ``.github/workflows/conformance.yml``; ``assignment`` is the file's name in the repository."""
    words = f" --assignment {quote(assignment)}" if assignment else ""
    return WORKFLOW.replace("{assignment}", words).encode()


def harmless(text: str) -> str:
    """``text`` without workflow commands: what marks one is written with a space in it."""
    return _COMMAND.sub(lambda found: f"{found[0][0]} {found[0][1:]}", text)


def _test(entry: Told) -> dict[str, Any]:
    text = "" if entry.sign is Sign.PASSED else f"{entry.title}\n{entry.cut(MOST)}".strip()
    return _row(entry.name, _STATUS[entry.sign], text, score=entry.points, duration=round(entry.seconds * 1000))


def _row(name: str, status: str, message: str, score: int = 0, duration: int = 0) -> dict[str, Any]:
    return {
        "name": harmless(name),
        "status": status,
        "score": score,
        "message": harmless(message),
        "test_code": "",
        "filename": "",
        "line_no": 0,
        "duration": duration,
    }
