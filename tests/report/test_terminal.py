"""The terminal tells a failure as docs/design.md says, in 80 columns, with nothing obeyed."""

from __future__ import annotations

import io
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.log.reader import Log
from harness.model import Header, Result, Trouble
from harness.report.style import ANSI, PLAIN, style_for
from harness.report.terminal import (
    all_lines,
    closing_lines,
    error_lines,
    opening_lines,
    result_lines,
    trouble_lines,
)
from harness.report.text import columns
from harness.report.words import replaced

GOLDENS = Path(__file__).parent / "goldens"
ANY_TEXT = st.text(st.characters(categories=None, exclude_categories=None), max_size=120)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

FAILURE = """\
FAIL  tcp-echo.large-message  Echo every byte, whatever the size           0 / 4
Required    Echo every byte, whatever the size. Send back every byte, in order,
            until the client ends its side.
Sent        8,388,608 bytes, then end of stream.
Expected    8,388,608 bytes back, then end of stream.
Observed    65,536 bytes back, all correct; then a reset at 3.6 ms.
Difference  8,323,072 bytes missing, from offset 65,536 (0x10000).
Likely cause  One recv() returns what has arrived so far, not the whole message.
              Call it in a loop until it returns b"".
Ended       It exited with status 0
Repeat      tox -e conformance -- ./alice --only tcp-echo.large-message --seed 7

"""


def held(lines: list[str]) -> None:
    for line in lines:
        assert columns(line) <= 80, line
        assert not [char for char in line if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}], line


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), ""),
        (("a",), "Your copy of a was replaced by wireproof's own for the grading; your original is untouched."),
        (("a", "b"), "Your copies of a and b were"),
        (("a", "b", "c"), "Your copies of a, b and c were"),
        (tuple("abcdef"), "Your copies of a, b, c, d, e and f were"),
        (tuple("abcdefg"), "Your copies of a, b, c, d, e, f and 1 more were"),
    ],
)
def test_what_was_replaced_is_said_in_a_sentence(names: tuple[str, ...], said: str) -> None:
    assert replaced(names).startswith(said)


def test_the_whole_output_is_the_golden_one(sample_log: Log) -> None:
    told = "".join(f"{line}\n" for line in all_lines(sample_log, "reports/alice/index.html"))
    golden = GOLDENS / "terminal.txt"
    if os.environ.get("WIREPROOF_WRITE_GOLDENS"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_a_failure_is_told_as_the_document_tells_it(header: Header, large_message: Result) -> None:
    assert "".join(f"{line}\n" for line in result_lines(header, large_message)) == FAILURE


def test_colour_changes_no_word_and_no_column(sample_log: Log) -> None:
    plain = list(all_lines(sample_log, "index.html", PLAIN))
    painted = list(all_lines(sample_log, "index.html", ANSI))
    assert painted != plain
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in painted] == plain


def test_a_run_without_isolation_is_warned_of_loudly(header: Header) -> None:
    assert any(line.startswith("WARNING: not isolated") for line in opening_lines(header))


def test_a_log_cut_short_says_so_at_the_end(sample_log: Log) -> None:
    cut = msgspec.structs.replace(sample_log, footer=None)
    assert any(line.startswith("Cut short") for line in closing_lines(cut, "index.html"))


@QUICK
@given(text=ANY_TEXT)
def test_no_text_in_any_field_leaves_its_line(sample_log: Log, planted: Callable[[Log, str], Log], text: str) -> None:
    held(list(all_lines(planted(sample_log, text), text or ".")))
    held(list(trouble_lines(Trouble(what=text, cure=text))))
    held(list(error_lines(text, text)))


class Stream(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "environ", "colour"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colour_is_used_where_it_is_wanted(terminal: bool, environ: dict[str, str], colour: bool) -> None:
    assert (style_for(Stream(terminal), environ) is ANSI) == colour
