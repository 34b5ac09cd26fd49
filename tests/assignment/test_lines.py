"""A key is found where a reader would look for it."""

from __future__ import annotations

import pytest

from harness.assignment.lines import line_of

TEXT = """\
title = "x"
programs = [
  "tcp-echo",
]

[points]  # by level
must = 4
"tcp-echo.starts" = 8
'a.b' = 1

[ hidden ]
show = "count"
limits.time = 5
[limits]
time = 3
inline = { memory = 1 }
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("title",), 1),
        (("programs",), 2),
        (("points",), 6),
        (("points", "must"), 7),
        (("points", "tcp-echo.starts"), 8),
        (("points", "a.b"), 9),
        (("hidden", "show"), 12),
        (("hidden", "limits", "time"), 13),
        (("limits", "time"), 15),
        (("limits", "inline", "memory"), 16),
        (("limits", "nowhere"), 14),
        (("nowhere",), 0),
    ],
)
def test_a_key_has_the_line_on_which_it_or_its_table_begins(key: tuple[str, ...], line: int) -> None:
    assert line_of(TEXT, key) == line
