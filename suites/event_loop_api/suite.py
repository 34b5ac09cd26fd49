"""What an event loop must do for its handlers.

Owns the order in which it is tried, and says what drives the submitted class and function.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.event_loop_api import requirements
from suites.event_loop_api.hints import HINTS
from suites.shared.dialects import StreamDialect

SUITE = Suite(
    program="event-loop-api",
    dialect=StreamDialect(),
    module=__name__,
    hints=HINTS,
    requirements=requirements.ALL,
    driver=("suites.event_loop_api.driver", "suites.event_loop_api.handlers", "suites.shared.driving"),
)
