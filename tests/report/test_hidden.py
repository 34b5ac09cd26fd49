"""Hidden requirements count everywhere, and are named nowhere but where the assignment says so."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from harness.export.ctrf import ctrf
from harness.export.groups import document_of
from harness.export.junit import junit
from harness.export.table import grading_table
from harness.log.reader import Log
from harness.model import Assignment, Footer, Header, Level, Result, Shown, Verdict
from harness.report.hidden import UNTOLD, whole
from harness.report.html import render
from harness.report.results import results_of
from harness.report.terminal import all_lines
from harness.report.write import write_reports_of

SECRET = ("hid-failed", "hid-blocked", "hid-passed", "Secret title", "secret evidence")


def result(name: str, verdict: Verdict, *, hidden: bool = False, **others: object) -> Result:
    facts: dict[str, object] = {"why": "secret evidence" if hidden else "w", "reason": "secret evidence", **others}
    return Result(
        id=f"p.{name}",
        program="p",
        level=Level.MUST,
        verdict=verdict,
        title=f"Secret title of {name}" if hidden else f"Do what {name} says",
        source="s",
        seconds=0.1,
        worth=4,
        hidden=hidden,
        **facts,  # type: ignore[arg-type]
    )


@pytest.fixture
def log(header: Header) -> Log:
    results = (
        result("starts", Verdict.PASS, reason=""),
        result("hid-failed", Verdict.FAIL, hidden=True),
        result("open", Verdict.BLOCKED, blocked_by="p.hid-failed", needs=("p.starts", "p.hid-failed"), reason=""),
        result("hid-blocked", Verdict.BLOCKED, hidden=True, blocked_by="p.hid-failed", needs=("p.hid-failed",)),
        result("hid-passed", Verdict.PASS, hidden=True),
    )
    return Log(header=header, results=results, footer=Footer(seconds=1.0, results=5))


def asked(log: Log, shown: Shown) -> Log:
    assignment = Assignment(title="Sockets", hidden=("hid-*",), shown=shown)
    return replace(log, header=replace(log.header, assignment=assignment))


def everything(log: Log) -> dict[str, str]:
    """All that a student may be handed, by what it is."""
    document = document_of(log)
    return {
        "terminal": "\n".join(all_lines(log, "page")),
        "page": render(log),
        "results": msgspec.json.encode(results_of(log)).decode(),
        "junit": junit(document).decode(),
        "ctrf": ctrf(document).decode(),
        "csv": grading_table(document).decode(),
    }


def test_where_only_the_count_is_shown_no_name_and_no_word_of_them_leaves_the_log(log: Log) -> None:
    for what, text in everything(asked(log, Shown.COUNT)).items():
        assert [word for word in SECRET if word in text] == [], what


def test_the_negative_control_names_them_all(log: Log) -> None:
    for what, text in everything(whole(asked(log, Shown.COUNT))).items():
        assert "hid-failed" in text, what


def test_where_titles_are_shown_nothing_else_is(log: Log) -> None:
    for what, text in everything(asked(log, Shown.TITLE)).items():
        assert "hid-failed" in text, what
        assert "secret evidence" not in text, what


@pytest.mark.parametrize("shown", Shown)
def test_points_are_the_same_however_much_is_shown(log: Log, shown: Shown) -> None:
    results = results_of(asked(log, shown))
    assert (results.points, results.max_points) == (8, 20)


def test_hidden_failures_are_counted_where_they_are_not_named(log: Log) -> None:
    told = asked(log, Shown.COUNT)
    data = json.loads(msgspec.json.encode(results_of(told)))
    assert data["hidden"] == {
        "requirements": 3,
        "passed": 1,
        "failed": 1,
        "blocked": 1,
        "skipped": 0,
        "errors": 0,
        "points": 4,
        "max_points": 12,
    }
    lines = "\n".join(all_lines(told, "page"))
    assert "Result      2 passed, 1 failed, 2 blocked." in lines
    assert "Hidden      3 requirements are counted and not named: 1 passed, 1 failed, 1" in lines


def test_nobody_reads_that_all_is_well_while_a_hidden_one_failed(log: Log) -> None:
    good = tuple(each for each in log.results if each.id in {"p.starts", "p.hid-failed"})
    told = asked(replace(log, results=good), Shown.COUNT)
    page = render(told)
    assert "no requirement that was tried costs points" not in page
    assert "1 requirement is counted and not named" in page
    assert 'failures="1"' in junit(document_of(told)).decode()


def test_a_pattern_that_chose_a_hidden_one_is_not_shown(log: Log) -> None:
    chosen = asked(replace(log, header=replace(log.header, only=("hid-failed", "open"))), Shown.COUNT)
    assert "hid-failed" not in render(chosen)
    assert "<dt>Only</dt><dd>open</dd>" in render(chosen)


def test_a_program_whose_requirements_are_all_hidden_is_not_called_ungraded(log: Log) -> None:
    told = asked(replace(log, results=log.results[1:2]), Shown.COUNT)
    assert "Not graded." not in render(told)


def test_no_file_of_a_report_is_named_for_what_is_hidden(large_message: Result, header: Header, tmp_path: Path) -> None:
    assignment = Assignment(hidden=("large-message",), shown=Shown.COUNT)
    log = Log(
        header=replace(header, assignment=assignment),
        results=(replace(large_message, hidden=True),),
        footer=Footer(seconds=1.0, results=1),
    )
    write_reports_of(log, tmp_path / "student")
    write_reports_of(whole(log), tmp_path / "teacher")
    names = {place: [path.name for path in (tmp_path / place).rglob("*")] for place in ("student", "teacher")}
    assert [name for name in names["student"] if "large-message" in name] == []
    assert [name for name in names["teacher"] if "large-message" in name] != []


def test_a_title_alone_says_why_there_is_no_more(log: Log) -> None:
    (shown,) = [each for each in results_of(asked(log, Shown.TITLE)).programs[0].requirements if "failed" in each.id]
    assert (shown.observed, shown.hidden) == (UNTOLD, True)
