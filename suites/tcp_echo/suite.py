"""What a TCP echo server must do: nothing of its own, all of it shared.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.shared import apart, contents, crowds, leaving, lifecycle, reach, streams
from suites.shared.dialects import StreamDialect
from suites.tcp_echo.hints import HINTS

SUITE = Suite(
    program="tcp-echo",
    dialect=StreamDialect(),
    module=__name__,
    hints=HINTS,
    requirements=(
        *lifecycle.FIRST,
        streams.echoes,
        contents.keeps_bytes,
        contents.any_segmentation,
        streams.keeps_order,
        streams.serves_next,
        streams.persists,
        streams.large_message,
        streams.small_window,
        streams.half_close,
        streams.says_nothing_more,
        leaving.survives_empty_client,
        leaving.survives_reset,
        crowds.concurrent_clients,
        crowds.many_clients,
        crowds.hundred_clients,
        apart.no_cross_talk,
        crowds.stalled_reader,
        crowds.connection_burst,
        reach.listens_beyond_loopback,
        reach.serves_ipv6,
        *lifecycle.LAST,
    ),
)
