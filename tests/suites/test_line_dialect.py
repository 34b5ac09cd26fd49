"""What a line server's clients say: every message is one line, every block whole lines."""

from __future__ import annotations

from random import Random

import pytest

from suites.line_echo.dialect import LineDialect

SPEAKS = LineDialect()


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n", b" \t", b"a", b"a\nb\r\nc\r", b"\0\xff\x85\x1c\x0b", b"."])
def test_any_bytes_become_one_line_that_is_not_empty(content: bytes) -> None:
    line = SPEAKS.message(content)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert b"\r" not in line
    assert line.strip()


def test_no_other_byte_is_touched() -> None:
    every = bytes(range(256)) + b"\xc3\x28 "
    assert SPEAKS.message(every) == every.translate(None, b"\r\n") + b"\n"


def test_white_space_stays_on_both_sides() -> None:
    assert SPEAKS.message(b" ") == b" . \n"


def test_a_word_has_the_size_that_is_asked_for() -> None:
    word = SPEAKS.word(Random(1), 24)
    assert (len(word), word.count(b"\n"), word[-1:]) == (24, 1, b"\n")


@pytest.mark.parametrize("size", [250, 251, 252, 253, 502, 503, 64 << 10])
def test_a_block_is_whole_lines_none_of_them_empty(size: int) -> None:
    block = SPEAKS.block(Random(1), size)
    assert len(block) == size
    assert block.endswith(b"\n")
    assert all(block[:-1].split(b"\n"))


@pytest.mark.parametrize("count", [0, 1, 250, 251, 252, 999, 1000])
def test_the_remainder_completes_a_cut_line_and_no_more(count: int) -> None:
    block = SPEAKS.block(Random(1), 1000)
    rest = SPEAKS.remainder(block, count)
    whole = block[:count] + rest
    assert block.startswith(whole)
    assert not count or whole.endswith(b"\n")
    assert rest.count(b"\n") <= 1
