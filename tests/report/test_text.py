"""Whatever a submission writes is shown, never obeyed."""

from __future__ import annotations

import subprocess
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.model import Output
from harness.report.command import folded, quoted
from harness.report.text import (
    columns,
    counted,
    duration,
    file_name,
    hexdump,
    last_lines,
    lines_of,
    moment,
    printable,
    visible,
)

ANY_TEXT = st.text(st.characters(categories=None, exclude_categories=None))


@given(ANY_TEXT)
@example("\x1b[31m\u202e\u200b\ud800\x85\u2028\ufeff\u3164\U000e0041")
def test_nothing_hidden_is_left(text: str) -> None:
    shown = visible(text)
    assert not [char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 漢 🎉", "plain é 漢 🎉"),
        ("\x1b[2J", r"\x1b[2J"),
        ("a\r\n\tb", r"a\r\n\tb"),
        ("\u202egnp", r"\u202egnp"),
        ("\u200b\ufeff", r"\u200b\ufeff"),
        ("\U000e0041", r"\U000e0041"),
        ("\udcff", r"\udcff"),
        ("e\u0301", "e\u0301"),
        ("e" + "\u0301" * 3, "e\u0301\u0301" + r"\u0301"),
    ],
)
def test_hidden_characters_become_python_s_escapes(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.binary())
def test_bytes_are_printable_whatever_they_are(data: bytes) -> None:
    assert visible(printable(data)) == printable(data)


def test_bytes_that_are_no_text_are_escaped() -> None:
    assert printable(b"h\xc3\xa9\xff\x00") == r"hé\xff\x00"


@pytest.mark.parametrize(
    ("output", "lines"),
    [
        (Output(), []),
        (Output(head=b"a\nb\r\nc", total=6), ["b", "c"]),
        (Output(head=b"a\n", tail=b"z\n", total=1002), ["… 998 bytes not kept …", "z"]),
        (Output(head=b"a\n", tail=b"x\ny\nz\n", total=1008), ["y", "z"]),
        (Output(head=b"abc\n", tail=b"c\nd\n", total=6), ["abc", "d"]),
        (Output(head=b"a\x1b\n"), [r"a\x1b"]),
    ],
    ids=["none", "short", "gap", "gap not reached", "overlap", "no total"],
)
def test_the_last_lines_say_what_was_not_kept(output: Output, lines: list[str]) -> None:
    assert last_lines(output, 2) == lines


FRAMES = b"".join(b"\tat app.Client.call%d(Client.java:7)\n" % at for at in range(9))
JAVA = b'calling\nException in thread "main" java.lang.IllegalStateException: no\n' + FRAMES
NODE = (
    b"node:events:497\n\nError: connect ECONNREFUSED\n    at after (node:net:1)\n"
    + b"  code: 1,\n" * 3
    + b"}\nNode.js\n"
)


@pytest.mark.parametrize(
    ("output", "first"),
    [
        (JAVA, 'Exception in thread "main" java.lang.IllegalStateException: no'),
        (JAVA + b"Caused by: java.io.IOException: refused\n" + FRAMES, "Caused by: java.io.IOException: refused"),
        (NODE, "Error: connect ECONNREFUSED"),
    ],
)
def test_a_stack_trace_is_shown_with_what_failed(output: bytes, first: str) -> None:
    lines = lines_of(output)
    assert last_lines(Output(head=output), 5) == [first, "…", *lines[-3:]]
    assert last_lines(Output(head=output), len(lines)) == lines


def test_a_word_of_an_error_without_a_trace_is_left_where_it_is() -> None:
    assert last_lines(Output(head=b"Error: 404\na\nb\nc\nd\n"), 3) == ["b", "c", "d"]


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0036, "3.6 ms"),
        (0.25, "250 ms"),
        (1.254, "1.25 s"),
        (125, "2 min 5 s"),
        (float("nan"), "unknown time"),
        (float("inf"), "unknown time"),
    ],
)
def test_times_are_told_in_the_unit_that_fits(seconds: float, told: str) -> None:
    assert duration(seconds) == told


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2026-11-28T06:52:28+00:00", "2026-11-28 06:52 UTC"),
        ("2026-11-28T06:52:28Z", "2026-11-28 06:52 UTC"),
        ("2026-11-28T00:30:00+02:00", "2026-11-27 22:30 UTC"),
        ("2026-11-28T06:52:28", "2026-11-28T06:52:28"),
        ("yesterday", "yesterday"),
    ],
)
def test_a_moment_is_told_in_utc_where_it_is_known(when: str, told: str) -> None:
    assert moment(when) == told


def test_numbers_have_commas_and_nouns_agree() -> None:
    assert [counted(1, "byte"), counted(8388608, "byte")] == ["1 byte", "8,388,608 bytes"]


def test_a_hexdump_counts_offsets_and_dots_out_what_is_no_text() -> None:
    rows = list(hexdump(b"0123456789abcdef\x00A", start=32))
    assert [(row.offset, " ".join(row.digits), row.text) for row in rows] == [
        (32, "30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66", "0123456789abcdef"),
        (48, "00 41", ".A"),
    ]


@given(ANY_TEXT)
def test_a_file_name_is_safe_on_every_system(text: str) -> None:
    name = file_name(text)
    assert len(name) <= 49
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name[0] != "-"


def test_two_texts_with_one_slug_have_two_file_names() -> None:
    assert file_name("../Échô!") != file_name("echo")
    assert file_name("../Échô!").startswith("echo-")


# NUL cannot stand in an argument; lone surrogates that are no escaped bytes cannot either
ARGUMENT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)


@settings(max_examples=40, deadline=None)
@given(st.lists(ARGUMENT, min_size=1, max_size=5))
@example(["tox", "a" * 300, "it's\x1b", "'" * 100, "\u202e", ""])
def test_a_shell_reads_a_command_back_exactly(arguments: list[str]) -> None:
    lines = folded(arguments, indent=12, width=80)
    assert columns(lines[0]) <= 68
    assert all(columns(line) <= 80 and visible(line) == line for line in lines)
    for command in (quoted(arguments), "\n".join(lines)):
        script = f"printf '%s\\0' {command}"
        read = subprocess.run(["bash", "-c", script], capture_output=True, check=True).stdout
        assert read.decode().split("\0")[:-1] == arguments
