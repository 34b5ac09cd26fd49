"""What a TCP client must do: nothing of its own, all of it shared.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.echo_client.hints import HINTS
from suites.shared import calling
from suites.shared.callers import StreamCaller

SUITE = Suite(
    program="echo-client",
    dialect=StreamCaller(),
    module=__name__,
    hints=HINTS,
    requirements=calling.STREAMS,
)
