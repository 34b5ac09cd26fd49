"""What a line echo server must do: its own of lines, and tcp-echo's a line at a time.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.line_echo import requirements as lines
from suites.line_echo.dialect import LineDialect
from suites.line_echo.hints import HINTS
from suites.shared import apart, contents, crowds, leaving, lifecycle, streams

_ECHOES = ("echoes-line",)

SUITE = Suite(
    program="line-echo",
    dialect=LineDialect(),
    module=__name__,
    hints=HINTS,
    requirements=(
        *lifecycle.FIRST,
        lines.echoes_line,
        contents.keeps_bytes.adopted(needs=_ECHOES),
        lines.keeps_line_ends,
        lines.empty_lines,
        streams.serves_next.adopted(needs=_ECHOES),
        lines.many_lines,
        lines.long_line,
        lines.last_line,
        lines.prompt_lines,
        streams.half_close.adopted(needs=_ECHOES),
        streams.says_nothing_more,
        leaving.survives_empty_client.adopted(needs=_ECHOES),
        leaving.survives_reset.adopted(needs=_ECHOES),
        crowds.concurrent_clients.adopted(needs=_ECHOES),
        crowds.many_clients,
        crowds.hundred_clients,
        apart.no_cross_talk,
        crowds.stalled_reader,
        *lifecycle.LAST,
    ),
)
