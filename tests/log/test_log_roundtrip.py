"""The log is written line by line and read back as far as it goes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from headers import header
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import HarnessError, UsageError
from harness.log import SCHEMA
from harness.log.reader import Log, parse_log, read_log
from harness.log.writer import LogWriter, encoded
from harness.model import (
    Attempt,
    Entry,
    Event,
    Footer,
    Happening,
    Level,
    Output,
    ProgramEntry,
    Result,
    Trouble,
    Verdict,
)

HEADER = header()
RESULT = Result(
    id="tcp-echo.starts",
    program="tcp-echo",
    level=Level.MUST,
    verdict=Verdict.PASS,
    title="Come to listen",
    why="w",
    source="s",
    seconds=0.1,
    worth=4,
    attempts=(
        Attempt(
            verdict=Verdict.PASS,
            seconds=0.1,
            events=(Event(at=0.1, peer=1, kind=Happening.SENT, size=2, head=b"\xff\n"),),
            output=Output(head=b"\x00\x1b", total=2),
        ),
    ),
)
ENTRIES: tuple[Entry, ...] = (
    HEADER,
    ProgramEntry(program="tcp-echo", path="é\n.py", recognised_by="source"),
    RESULT,
    Trouble(what="the disk was slow"),
    Footer(seconds=1.0, results=1),
)
LINES = [encoded(each) for each in ENTRIES]
WHOLE = b"".join(LINES)


def parse(data: bytes) -> Log:
    return parse_log(data.splitlines(keepends=True))


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson"
    with LogWriter(path) as writer:
        for entry in ENTRIES:
            writer.write(entry)
    log = read_log(path)
    assert log.complete
    assert (log.header, *log.programs, *log.results, *log.troubles, log.footer) == ENTRIES


def test_each_entry_can_be_read_before_the_next_is_written(tmp_path: Path) -> None:
    with LogWriter(tmp_path / "log.ndjson") as writer:
        for number, entry in enumerate(ENTRIES, start=1):
            writer.write(entry)
            assert (tmp_path / "log.ndjson").read_bytes() == b"".join(LINES[:number])


def test_a_log_has_one_writer_at_a_time_and_the_next_one_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson"
    with LogWriter(path) as writer:
        writer.write(HEADER)
        with pytest.raises(UsageError, match="Another grading is writing"):
            LogWriter(path)
        writer.write(RESULT)
        assert path.read_bytes() == LINES[0] + LINES[2]
    with LogWriter(path) as writer:
        writer.write(HEADER)
    assert path.read_bytes() == LINES[0]


@given(cut=st.integers(min_value=0, max_value=len(WHOLE)))
def test_a_log_cut_anywhere_holds_what_came_before(cut: int) -> None:
    data = WHOLE[:cut]
    if cut < len(LINES[0]) - 1:
        with pytest.raises(UsageError, match=r"first line|empty"):
            parse(data)
        return
    log = parse(data)
    assert log.complete == (cut >= len(WHOLE) - 1)
    assert len(log.results) == (cut >= len(b"".join(LINES[:3])) - 1)


@given(data=st.binary(max_size=200), at=st.integers(min_value=0, max_value=len(ENTRIES)))
def test_foreign_lines_are_refused_by_number_or_fit(data: bytes, at: int) -> None:
    lines = [*LINES[:at], data.replace(b"\n", b" ") + b"\n", *LINES[at:]]
    with pytest.raises(UsageError) as refusal:
        parse_log(lines)
    assert f"line {at + 1}" in refusal.value.what


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ([*LINES, LINES[0]], 6),
        ([*LINES[:4], LINES[0], LINES[4]], 5),
        (LINES[1:], 1),
        ([*LINES[:2], LINES[4]], 3),
        ([LINES[0], b'{"type":"result","id":' + b"[" * 100_000 + b"\n"], 2),
        ([LINES[0].replace(SCHEMA.encode(), b"wireproof/9"), *LINES[1:]], 1),
        ([b'{"type":"header","schema":"wireproof/9","new":1}\n'], 1),
        ([LINES[0], LINES[2].replace(b'"seconds"', b'"minutes"')], 2),
    ],
    ids=["after footer", "second header", "no header", "lost result", "deep", "version", "new version", "field"],
)
def test_a_damaged_log_is_refused_by_its_line(lines: list[bytes], line: int) -> None:
    with pytest.raises(UsageError, match=f"line {line}:"):
        parse_log(lines)


def test_an_interrupted_log_is_not_complete() -> None:
    assert not parse_log([LINES[0], encoded(Footer(seconds=1, results=0, interrupted=True))]).complete


def test_a_missing_log_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_log(tmp_path / "none.ndjson")


def test_a_log_that_cannot_be_made_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        LogWriter(tmp_path / "none" / "log.ndjson")


def test_a_full_disk_is_the_harness_s_fault() -> None:
    with LogWriter(Path("/dev/full")) as writer, pytest.raises(HarnessError, match="could not be written"):
        writer.write(HEADER)


def test_entries_out_of_order_are_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with LogWriter(tmp_path / "log") as writer:
        with pytest.raises(ValueError, match="begins with"):
            writer.write(RESULT)
        writer.write(HEADER)
        with pytest.raises(ValueError, match="begins with"):
            writer.write(HEADER)
        writer.write(ENTRIES[-1])
        with pytest.raises(ValueError, match="ends with"):
            writer.write(RESULT)


@given(text=st.text(st.characters(categories=None, exclude_categories=None), max_size=20))
def test_any_text_even_lone_surrogates_survives_the_log_as_text(text: str) -> None:
    entry = ProgramEntry(program="p", path=text + "\udcff", recognised_by="")
    again = msgspec.json.decode(encoded(entry), type=ProgramEntry)
    assert again.path == (text + "\udcff").encode("utf-8", "backslashreplace").decode()


def test_results_are_read_as_planned_however_they_came() -> None:
    planned = ("tcp-echo.starts", "tcp-echo.echoes", "tcp-echo.idles")
    came = ("tcp-echo.idles", "tcp-echo.elsewhere", "tcp-echo.starts", "tcp-echo.echoes")
    header = msgspec.structs.replace(HEADER, planned=planned)
    results = (msgspec.structs.replace(RESULT, id=name) for name in came)
    log = parse_log([encoded(entry) for entry in (header, *results)])
    assert [each.id for each in log.results] == [*planned, "tcp-echo.elsewhere"]
