"""Whether a reply stands in an output: however it is printed, and not where something else is."""

from __future__ import annotations

import pytest

from harness.launch.client import Outcome
from suites.shared.printing import prints, quoted

TEXT = b"aZ3kQ9pL0xW7cV5bN1mM8tR2"
PIECES = (TEXT[:8], TEXT[8:16], TEXT[16:])


def printed(output: bytes, reply: bytes = TEXT) -> bool:
    return prints(Outcome(0, output, "exited with status 0"), reply)


@pytest.mark.parametrize(
    "output",
    [
        TEXT,
        b"Received: " + TEXT + b"\n",
        repr(TEXT).encode(),
        b'{"reply": "' + TEXT + b'"}',
        b"\n".join(PIECES),
        b"\n".join(repr(piece).encode() for piece in PIECES),
        b"".join(b"Received: " + piece + b"\n" for piece in PIECES),
        b"\n".join(repr(bytes([letter])).encode() for letter in TEXT),
        b"connecting\n" + TEXT + b"\nclosing\n",
    ],
)
def test_a_reply_is_found_however_it_is_printed(output: bytes) -> None:
    assert printed(output)


@pytest.mark.parametrize("output", [b"", TEXT[:-1], PIECES[0], TEXT[::-1], TEXT.swapcase(), b"Traceback " * 200])
def test_what_is_not_the_reply_is_not_taken_for_it(output: bytes) -> None:
    assert not printed(output)


def test_a_short_reply_is_found_word_by_word_and_not_letter_by_letter() -> None:
    assert printed(b"got one\ngot two\n", b"one\ntwo\n")
    assert not printed(b"got two\ngot one\n", b"one\ntwo\n")
    assert not printed(b"'o' 'n' 'e'", b"one")


def test_white_space_at_the_ends_is_nobody_s_business() -> None:
    assert printed(b"Aug  5 20:35\n", b"Aug  5 20:35\r\n")
    assert printed(b"Aug 5 20:35\n", b"Aug  5 20:35")


def test_only_the_end_of_an_output_is_quoted() -> None:
    assert quoted(Outcome(0, b"", "")) == "It wrote nothing."
    assert quoted(Outcome(0, b"x" * 1000 + b"end", "")).endswith("xend'.")
    assert quoted(Outcome(0, "ü".encode() * 1000, "")).endswith(r"\xc3\xbc'.")
