"""What an echo server on an event loop must do: the shared checks, and those of its own.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.event_loop import fairness, requirements
from suites.event_loop.hints import HINTS
from suites.shared import apart, contents, crowds, leaving, lifecycle, streams
from suites.shared.dialects import StreamDialect

SUITE = Suite(
    program="event-loop",
    dialect=StreamDialect(),
    module=__name__,
    hints=HINTS,
    requirements=(
        *lifecycle.FIRST,
        streams.echoes,
        streams.serves_next,
        contents.keeps_bytes,
        contents.any_segmentation,
        streams.large_message,
        streams.small_window,
        streams.half_close,
        streams.says_nothing_more,
        leaving.survives_empty_client,
        leaving.survives_reset,
        # that it serves many at once is what this program is about, and asked of it below
        apart.no_cross_talk.adopted(needs=("echoes",)),
        crowds.stalled_reader.adopted(needs=("echoes",)),
        requirements.one_thread,
        requirements.many_connections,
        requirements.thousand_connections,
        requirements.beyond_select,
        fairness.fair,
        requirements.serves_udp,
        *lifecycle.LAST,
    ),
)
