"""``results.json`` has its schema to the letter, and the exit status follows from the log."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import msgspec
import pytest

from harness.errors import ExitStatus, UsageError
from harness.log.reader import Log
from harness.log.writer import LogWriter
from harness.model import Entry, Footer, Header, Level, Result, Trouble, Verdict
from harness.report.html import render
from harness.report.results import Results, exit_status, repeat_arguments, results_of, summary_of
from harness.report.terminal import all_lines
from harness.report.write import write_reports

KEYS = [
    "schema",
    "submission",
    "seed",
    "isolation",
    "python",
    "wireproof",
    "complete",
    "points",
    "max_points",
    "seconds",
]
REQUIREMENT_KEYS = [
    *[
        "id",
        "level",
        "verdict",
        "points",
        "max_points",
        "attempts",
        "flaky",
        "seconds",
        "title",
        "expected",
        "observed",
    ],
    *["hint", "blocked_by", "repeat"],
]


def log_of(header: Header, *results: Result, footer: Footer | None = None, troubles: tuple[Trouble, ...] = ()) -> Log:
    return Log(
        header=header, results=results, troubles=troubles, footer=footer or Footer(seconds=1, results=len(results))
    )


def result(verdict: Verdict, level: Level = Level.MUST) -> Result:
    return Result(
        id="p.x",
        program="p",
        level=level,
        verdict=verdict,
        title="t",
        why="w",
        source="s",
        seconds=0.1,
        worth=level.points,
        reason="why",
    )


def write_log(log: Log, path: Path) -> None:
    entries: list[Entry] = [log.header, *log.programs, *log.results, *log.troubles]
    with LogWriter(path) as writer:
        for entry in [*entries, log.footer] if log.footer else entries:
            writer.write(entry)


def test_keys_stand_as_in_the_schema(sample_log: Log) -> None:
    data = json.loads(msgspec.json.encode(results_of(sample_log)))
    assert list(data) == [*KEYS, "programs"]
    assert [list(each) for each in data["programs"]] == [
        ["program", "path", "replaced", "requirements"],  # the third only where something was
        ["program", "path", "requirements"],
    ]
    assert list(data["programs"][0]["requirements"][0]) == REQUIREMENT_KEYS


def test_the_file_decodes_strictly_to_what_the_log_says(sample_log: Log, tmp_path: Path) -> None:
    write_log(sample_log, tmp_path / "log.ndjson")
    page = write_reports(tmp_path / "log.ndjson", tmp_path / "new" / "report")
    data = (page.parent / "results.json").read_bytes()
    assert msgspec.json.decode(data, type=Results) == results_of(sample_log)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(each.name for each in page.parent.iterdir()) == ["index.html", "repro", "results.json"]


def test_a_failure_is_told_by_the_attempt_that_decided(sample_log: Log) -> None:
    told = {each.id: each for each in results_of(sample_log).programs[0].requirements}
    slow = told["tcp-echo.concurrent-clients"]
    assert slow.attempts == (Verdict.FAIL, Verdict.FAIL)
    assert slow.observed.startswith("1 reply;")
    assert slow.hint.startswith("One client is served at a time.")
    assert told["tcp-echo.restarts"].observed == "The server takes a new port each time."
    assert told["tcp-echo.serves-next"].observed == ""


def test_skipped_and_errored_requirements_leave_the_maximum(sample_log: Log) -> None:
    results = results_of(sample_log)
    assert (results.points, results.max_points, results.complete) == (12, 33, False)
    assert sum(each.max_points for each in results.programs[0].requirements) == 33


def test_a_program_without_a_suite_keeps_its_place(sample_log: Log) -> None:
    last = results_of(sample_log).programs[-1]
    assert (last.program, last.requirements) == ("udp-time", ())


def test_the_command_repeats_the_requirement(header: Header) -> None:
    hostile = msgspec.structs.replace(header, path="-my files/$(id)")
    words = repeat_arguments(hostile, "tcp-echo.starts")
    assert words[:5] == ("tox", "-e", "conformance", "--", "./-my files/$(id)")
    told = results_of(log_of(hostile, result(Verdict.PASS))).programs[0].requirements[0].repeat
    assert shlex.split(told)[4:] == ["./-my files/$(id)", "--only", "p.x", "--seed", "7"]


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ([(Verdict.PASS, Level.MUST), (Verdict.FAIL, Level.SHOULD), (Verdict.SKIPPED, Level.MUST)], ExitStatus.MET),
        ([(Verdict.FAIL, Level.MUST)], ExitStatus.UNMET),
        ([(Verdict.BLOCKED, Level.MUST)], ExitStatus.UNMET),
        ([(Verdict.FAIL, Level.MUST), (Verdict.ERROR, Level.MAY)], ExitStatus.HARNESS),
        ([], ExitStatus.USAGE),
    ],
)
def test_the_exit_status_follows_the_verdicts(
    header: Header, verdicts: list[tuple[Verdict, Level]], status: ExitStatus
) -> None:
    assert exit_status(log_of(header, *(result(*each) for each in verdicts))) is status


def test_a_log_cut_short_or_with_trouble_is_a_harness_error(header: Header) -> None:
    cut = Log(header=header, results=(result(Verdict.FAIL),))
    troubled = log_of(header, result(Verdict.PASS), troubles=(Trouble(what="disk"),))
    for log in (cut, troubled):
        assert exit_status(log) is ExitStatus.HARNESS
        assert not results_of(log).complete


def test_an_interrupted_run_says_so_before_all_else(header: Header) -> None:
    log = log_of(header, result(Verdict.ERROR), footer=Footer(seconds=1, results=1, interrupted=True))
    assert exit_status(log) is ExitStatus.INTERRUPTED
    assert not results_of(log).complete


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.FAIL, Verdict.BLOCKED])
def test_a_run_that_was_out_of_time_is_neither_complete_nor_met(header: Header, verdict: Verdict) -> None:
    log = log_of(header, result(verdict), footer=Footer(seconds=1.0, results=1, limit=1.0))
    assert results_of(log).complete is False
    assert exit_status(log) is ExitStatus.UNMET


def test_an_error_is_told_before_the_time_that_ran_out(header: Header) -> None:
    log = log_of(header, result(Verdict.ERROR), footer=Footer(seconds=1.0, results=1, limit=1.0))
    assert exit_status(log) is ExitStatus.HARNESS


def test_what_time_ran_out_for_says_so_in_place_of_a_need(header: Header) -> None:
    late = msgspec.structs.replace(result(Verdict.BLOCKED), reason="Time was up.")
    log = log_of(header, late, footer=Footer(seconds=1.0, results=1, limit=1.0))
    (requirement,) = results_of(log).programs[0].requirements
    assert (requirement.observed, requirement.blocked_by) == ("Time was up.", None)
    said = "\n".join(all_lines(log, "page"))
    assert "Time was up." in said
    assert "Out of time" in said
    assert "Out of time." in render(log)


def test_the_summary_counts_a_should_as_a_warning(sample_log: Log) -> None:
    summary = summary_of(sample_log.results)
    assert (summary.passed, summary.failed, summary.warnings, summary.options) == (3, 3, 1, 1)
    assert (summary.blocked, summary.skipped, summary.errors, summary.flaky) == (2, 1, 1, 1)
    assert summary.first[0].result.id == "tcp-echo.concurrent-clients"


def test_a_folder_that_cannot_be_written_is_a_usage_error(sample_log: Log, tmp_path: Path) -> None:
    write_log(sample_log, tmp_path / "log.ndjson")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match="cannot be written"):
        write_reports(tmp_path / "log.ndjson", tmp_path / "file")


def test_a_report_that_cannot_be_replaced_leaves_nothing_behind(sample_log: Log, tmp_path: Path) -> None:
    write_log(sample_log, tmp_path / "log.ndjson")
    (tmp_path / "index.html").mkdir()
    with pytest.raises(UsageError):
        write_reports(tmp_path / "log.ndjson", tmp_path)
    assert not list(tmp_path.glob(".*.tmp"))
