"""What a client of the time server must do.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.shared import calling
from suites.shared.callers import DatagramCaller
from suites.time_client import requirements
from suites.time_client.hints import HINTS

SUITE = Suite(
    program="time-client",
    dialect=DatagramCaller(),
    module=__name__,
    hints=HINTS,
    requirements=(requirements.sends, requirements.sends_empty, requirements.prints_reply, calling.gives_up),
)
