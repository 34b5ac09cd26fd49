"""CTRF is held against the published schema, written down here as strict types."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from harness.classroom.model import Class
from harness.export.ctrf import ctrf
from harness.export.groups import document_of, document_of_class
from harness.log.reader import Log

GOLDEN = Path(__file__).parent / "golden"

Status = Literal["passed", "failed", "skipped", "pending", "other"]
Words = Annotated[str, msgspec.Meta(min_length=1)]


class Strict(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A type of ctrf.schema.json of specification 1.0.0, without what is optional and not written here."""


class Tool(Strict):
    name: Words
    version: str


class Summary(Strict):
    tests: int
    passed: int
    failed: int
    skipped: int
    pending: int
    other: int
    flaky: int
    suites: int
    start: int
    stop: int
    extra: dict[str, Any]


class Retry(Strict):
    attempt: Annotated[int, msgspec.Meta(ge=1)]
    status: Status


class Test(Strict):
    __test__ = False
    name: Words
    status: Status
    duration: int
    suite: Annotated[list[str], msgspec.Meta(min_length=1)]
    raw_status: str = ""
    message: str = ""
    tags: list[str] = []
    flaky: bool = False
    retries: int = 0
    retry_attempts: list[Retry] = []
    extra: dict[str, Any] = {}


class Results(Strict):
    tool: Tool
    summary: Summary
    tests: list[Test]


class Report(Strict):
    report_format: Literal["CTRF"]
    spec_version: Annotated[str, msgspec.Meta(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    generated_by: str
    results: Results


def read(content: bytes) -> Results:
    return msgspec.json.decode(content, type=Report).results


def test_a_grading_fits_the_schema_and_the_golden(log: Log) -> None:
    content = ctrf(document_of(log))
    read(content)
    assert content == (GOLDEN / "grading.ctrf.json").read_bytes()


def test_the_summary_counts_what_the_tests_say(log: Log, class_: Class) -> None:
    for content in (ctrf(document_of(log)), ctrf(document_of_class(class_, "0.1.0"))):
        results = read(content)
        summary = results.summary
        assert summary.tests == len(results.tests)
        for status in ("passed", "failed", "skipped", "pending", "other"):
            assert getattr(summary, status) == sum(each.status == status for each in results.tests)


def test_what_costs_points_reads_as_failed_and_what_is_optional_does_not(log: Log) -> None:
    status = {each.name: each.status for each in read(ctrf(document_of(log))).tests}
    assert status == {
        "tcp-echo.starts": "passed",
        "tcp-echo.echoes": "failed",
        "tcp-echo.keeps-bytes": "failed",
        "tcp-echo.restarts": "skipped",
        "tcp-echo.idles": "other",
        "tcp-echo.serves-next": "passed",
        "tcp-echo.interrupts": "failed",
        "tcp-echo.serves-ipv6": "skipped",
        "grading": "other",
    }


def test_flaky_means_passed_after_a_failure_and_the_attempts_before_are_listed(log: Log) -> None:
    tests = {each.name: each for each in read(ctrf(document_of(log))).tests}
    flaky = tests["tcp-echo.serves-next"]
    assert flaky.flaky
    assert [each.status for each in flaky.retry_attempts] == ["failed", "passed"]
    assert not tests["tcp-echo.echoes"].flaky


def test_a_student_who_could_not_be_graded_does_not_read_as_one_without_failures(class_: Class) -> None:
    tests = read(ctrf(document_of_class(class_, "0.1.0"))).tests
    assert [(each.suite[0], each.status) for each in tests if each.name == "grading"] == [
        ("Zoë 張偉", "other"),
        ("Error, Harness", "other"),
    ]
