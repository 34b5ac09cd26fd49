"""Each cure of a file that does not parse, proved by a source on which it is told and by those on which it is not."""

from __future__ import annotations

import pytest

from harness.advice.raised import Raised
from harness.advice.syntax import CURES, cure_of


def raised(source: str | bytes) -> Raised:
    """The error of a source, as this interpreter tells it."""
    try:
        compile(source, "main.py", "exec")
    except (SyntaxError, ValueError) as error:  # 3.11 says ValueError of a NUL byte
        text = source if isinstance(source, str) else source.decode("utf-8", "replace")
        return Raised(
            "SyntaxError", getattr(error, "msg", str(error)), "main.py", getattr(error, "lineno", 1) or 1, text
        )
    raise AssertionError("it parses")


SOURCES = {
    ">>> x = 1\n>>> x\n1\n": "Remove the prompts",
    "1 import os\n2\n3 import sys\n": "Remove the number",
    "  9: import os\n 10: import sys\n": "Remove the number",
    "`\nimport os\n": "Backticks mark",
    "import os\n```\n": "Backticks mark",
    "try:\n    while x:\n        y()\n    except OSError:\n        z()\n": "exactly under the try",
    "if x:\n    while y:\n        z()\n        else:\n            w()\n": "exactly under the try or if",
    "x = \u201cab\u201d\n": "curly quotation marks",
    "x = 'ab\u2019\n": "curly quotation marks",
    "x = 3 \u2013 1\n": "a long dash",
    "x =\u00a03\n": "ordinary spaces",
    "x = 3\u200b\n": "ordinary spaces",
    "print 'x'\n": "This is Python 2",
    "try:\n    x = 1\nexcept OSError, e:\n    pass\n": "This is Python 2",
    "if x:\n        y = 1\n\tz = 1\n": "turn all tabs into spaces",
    "if x:\ny = 1\n": "Indent it by four spaces",
    "x = 1\n    y = 1\n": "opens no block",
    "if x:\n        y = 1\n    z = 1\n": "exactly under the first line",
    "return 1\n": "so that it is inside",
    "break\n": "so that it is inside",
    "def f():\n    await g()\n": "so that it is inside",
    "while x\n    y = 1\n": "ends with a colon",
    "x = 'abc\n": "same quotation mark",
    "x = (1, 2\n": "Add the ) that is missing",
    "x = [1, 2\n": "Add the ] that is missing",
    "x = {1: 2\n": "Add the } that is missing",
    "x = (1, 2]\n": "count the brackets",
    "x = 1)\n": "count the brackets",
}
BYTES = {b"x = '\xe9'\n": "Save it as UTF-8", b"x = 1\0\n": "NUL bytes"}


@pytest.mark.parametrize(("source", "cure"), SOURCES.items())
def test_a_source_is_told_its_cure(source: str, cure: str) -> None:
    assert cure in cure_of(raised(source))


@pytest.mark.parametrize(("source", "cure"), BYTES.items())
def test_a_file_that_is_no_text_is_told_its_cure(source: bytes, cure: str) -> None:
    assert cure in cure_of(raised(source))


def test_python_s_words_of_bytes_in_another_encoding_are_known_as_a_program_writes_them() -> None:
    error = Raised("SyntaxError", "Non-UTF-8 code starting with '\\xe9', but no encoding declared", "main.py", 1)
    assert "Save it as UTF-8" in cure_of(error)


def test_every_cure_is_proved() -> None:
    sources: list[str | bytes] = [*SOURCES, *BYTES]
    told = [cure_of(raised(source)) for source in sources]
    assert [cure for _, cure in CURES if cure not in told] == []


@pytest.mark.parametrize("source", ["x = = 1\n", "class 1:\n    pass\n", "x = 1 2\n", "def f(x, x): pass\n", "1 = x\n"])
def test_what_is_not_recognised_is_told_no_cure(source: str) -> None:
    assert cure_of(raised(source)) == ""
