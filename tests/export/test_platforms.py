"""What each platform is handed, held against its own description, written down here as strict types."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest

from harness.errors import HarnessError
from harness.export.autolab import autolab
from harness.export.github import github, github_result, harmless, workflow
from harness.export.gradescope import gradescope, unusable
from harness.export.groups import Sign
from harness.export.prairielearn import MOST_BYTES, prairielearn, ungradable
from harness.export.told import Told, fitting
from harness.log.reader import Log
from harness.model import Assignment, Output, Result, Shown, Verdict

GOLDEN = Path(__file__).parent / "golden"
Points = Annotated[float, msgspec.Meta(ge=0)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
COMMANDS = b"::error::owned\n  ::set-output name=result::e30=\nx ##[add-path]/tmp\n"


class Strict(msgspec.Struct, forbid_unknown_fields=True):
    """A type of a platform's description."""


class OfGradescope(Strict):
    name: str
    number: str
    output: str
    visibility: Literal["visible", "hidden", "after_due_date", "after_published"]
    tags: list[str]
    score: Points | None = None
    max_score: Points | None = None
    status: Literal["passed", "failed"] | None = None


class Gradescope(Strict):
    output: str
    output_format: Literal["text", "html", "simple_format", "md", "ansi"]
    stdout_visibility: Literal["visible", "hidden", "after_due_date", "after_published"]
    test_output_format: Literal["text", "html", "simple_format", "md", "ansi"] = "text"
    test_name_format: Literal["text", "html", "simple_format", "md", "ansi"] = "text"
    visibility: Literal["visible", "hidden", "after_due_date", "after_published"] = "visible"
    tests: list[OfGradescope] = []
    score: Points | None = None


class OfPrairieLearn(Strict):
    name: str
    description: str
    points: Points
    max_points: Points
    message: str
    output: str


class PrairieLearn(Strict):
    gradable: Literal[True]
    score: Share
    message: str
    output: str
    images: list[str]
    tests: list[OfPrairieLearn]


class NotGradable(Strict):
    gradable: Literal[False]
    format_errors: list[str]


class OfClassroom(Strict):
    name: str
    status: Literal["pass", "fail", "error"]
    score: Points
    message: str
    test_code: str
    filename: str
    line_no: int
    duration: int


class Classroom(Strict):
    version: Literal[1]
    status: Literal["pass", "fail", "error"]
    max_score: Points
    tests: list[OfClassroom]


@pytest.fixture
def complete(log: Log) -> Log:
    """A grading in which the harness was at no fault."""
    results = tuple(each for each in log.results if each.verdict is not Verdict.ERROR)
    assert log.footer is not None
    footer = msgspec.structs.replace(log.footer, results=len(results))
    return msgspec.structs.replace(log, results=results, troubles=(), footer=footer)


def hidden(log: Log, shown: Shown) -> Log:
    """The same with two hidden requirements, one of which failed."""
    assignment = Assignment(hidden=("echoes", "serves-next"), shown=shown)
    results = tuple(
        msgspec.structs.replace(each, hidden=assignment.hides(each.id), title=f"secret {each.id}")
        if assignment.hides(each.id)
        else each
        for each in log.results
    )
    return msgspec.structs.replace(
        log, results=results, header=msgspec.structs.replace(log.header, assignment=assignment)
    )


def printing(log: Log, output: bytes) -> Log:
    """The same, where the program that failed first wrote ``output``."""

    def told(result: Result) -> Result:
        wrote = Output(head=output[:100_000], total=len(output))
        attempts = tuple(msgspec.structs.replace(each, output=wrote) for each in result.attempts)
        return msgspec.structs.replace(result, attempts=attempts)

    return msgspec.structs.replace(log, results=tuple(map(told, log.results)))


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (gradescope, "gradescope.json"),
        (prairielearn, "prairielearn.json"),
        (autolab, "autolab.txt"),
        (lambda log: json.dumps(github_result(log), indent=1).encode() + b"\n", "github.json"),
    ],
)
def test_a_grading_reads_as_it_did(complete: Log, write: Callable[[Log], bytes], name: str) -> None:
    assert write(complete) == (GOLDEN / name).read_bytes()


def test_gradescope_sums_the_scores_of_what_is_counted(complete: Log) -> None:
    read = msgspec.json.decode(gradescope(complete), type=Gradescope)
    assert sum(each.score or 0 for each in read.tests) == 8
    assert sum(each.max_score or 0 for each in read.tests) == 17
    assert read.score is None
    assert [each.status for each in read.tests if "restarts" in each.name or "serves-ipv6" in each.name] == [None, None]


def test_gradescope_is_told_of_a_run_that_is_not_finished(complete: Log) -> None:
    running = msgspec.structs.replace(complete, footer=None, results=complete.results[:1])
    read = msgspec.json.decode(gradescope(running), type=Gradescope)
    assert "did not come to its end" in read.output
    assert len(read.tests) == 1
    empty = msgspec.json.decode(gradescope(msgspec.structs.replace(running, results=())), type=Gradescope)
    assert empty.score == 0


@pytest.mark.parametrize("write", [gradescope, prairielearn, autolab, github])
def test_a_hidden_requirement_is_counted_and_not_named(complete: Log, write: Callable[[Log], bytes]) -> None:
    content = write(hidden(complete, Shown.COUNT))
    content = base64.b64decode(content) if write is github else content
    assert b"secret" not in content
    assert b"tcp-echo.echoes" not in content
    assert b"1 of 2 hidden requirements met." in content


def test_a_hidden_requirement_whose_title_is_shown_tells_nothing_else(complete: Log) -> None:
    read = msgspec.json.decode(gradescope(hidden(complete, Shown.TITLE)), type=Gradescope)
    (failed,) = [each for each in read.tests if "secret tcp-echo.echoes" in each.name]
    assert (failed.score, failed.max_score, failed.status) == (0, 4, "failed")
    assert "HYPERLINK" not in failed.output


def test_hiding_changes_no_score(complete: Log) -> None:
    for shown in Shown:
        read = msgspec.json.decode(prairielearn(hidden(complete, shown)), type=PrairieLearn)
        assert read.score == pytest.approx(8 / 17)


def test_prairielearn_charges_nothing_for_what_is_not_the_students_fault(log: Log) -> None:
    read = msgspec.json.decode(prairielearn(log), type=NotGradable)
    assert read.format_errors[0] == "The disk was full."
    read = msgspec.json.decode(ungradable("There is no server.py.", ""), type=NotGradable)
    assert read.format_errors == ["There is no server.py."]


def test_a_file_is_cut_to_what_its_reader_takes() -> None:
    facts = {"program": "p", "name": "n", "title": "t", "level": "MUST", "sign": Sign.FAILED}
    entries = [Told(**facts, points=0, max_points=1, text="x" * 50_000) for _ in range(30)]  # type: ignore[arg-type]

    def written(cut: int | None) -> dict[str, Any]:
        return {"tests": [each.cut(cut) for each in entries]}

    content = fitting(written, MOST_BYTES)
    assert len(content) <= MOST_BYTES
    texts = json.loads(content)["tests"]
    assert all(text.startswith("xxx") and "[cut here" in text for text in texts)
    assert len(fitting(written, 10 * MOST_BYTES)) > 30 * 50_000


def test_autolab_reads_its_two_lines(complete: Log) -> None:
    shown, scores = autolab(printing(complete, b"word: {x: 1}\n")).decode().splitlines()
    read = json.loads(shown)
    assert (read["_presentation"], read["stages"]) == ("semantic", ["tcp-echo"])
    assert read["tcp-echo"]["tcp-echo.starts"] == {"passed": True}
    assert read["tcp-echo"]["tcp-echo.echoes"]["passed"] is False
    assert json.loads(scores) == {"scores": {"tcp-echo": 8}, "scoreboard": [8]}
    assert not re.search(r"\w:", scores)


def test_autolab_gets_no_score_where_the_harness_is_at_fault(log: Log) -> None:
    with pytest.raises(HarnessError, match=r"No score is handed on: The disk was full\."):
        autolab(log)


def test_classroom_reads_one_line_of_base64(log: Log, complete: Log) -> None:
    line = github(complete)
    assert re.fullmatch(rb"[A-Za-z0-9+/]+=*\n", line)
    read = msgspec.json.decode(base64.b64decode(line), type=Classroom)
    assert (read.status, sum(each.score for each in read.tests), read.max_score) == ("fail", 8, 17)
    assert msgspec.convert(github_result(log), Classroom).status == "error"


def test_no_workflow_command_of_a_submission_comes_through(complete: Log) -> None:
    messages = [each["message"] for each in github_result(printing(complete, COMMANDS))["tests"]]
    assert any("error: :owned" in message for message in messages)
    for message in messages:
        assert "::" not in message
        assert "##[" not in message
    assert harmless(":::::: ##[x]") == ": :: :: : # #[x]"


def test_the_workflow_keeps_what_a_submission_prints_out_of_its_own_output() -> None:
    text = workflow("my file.toml").decode()
    assert "wireproof grade . --assignment 'my file.toml' --report wireproof-report > wireproof.txt 2>&1" in text
    assert "{assignment}" not in text
    assert "${{ steps.conformance.outputs.result }}" in text
    assert "conformance" in text.split("runners:")[1]
    assert "            wireproof-report\n            !wireproof-report/log.ndjson\n" in text


def test_what_cannot_be_graded_is_said_to_its_student() -> None:
    read = msgspec.json.decode(unusable("There is no server.py.", "Hand one in."), type=Gradescope)
    assert (read.score, read.output) == (0, "There is no server.py.\nHand one in.")


def test_a_document_is_json_that_anything_reads(complete: Log) -> None:
    for write in (gradescope, prairielearn):
        content: Any = json.loads(write(printing(complete, bytes(range(256)))))
        assert content["tests"]
