"""What a UDP time server must do.

Owns its requirements and their order; the text of a time is read in ``clock``.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.shared import lifecycle
from suites.shared.dialects import DatagramDialect
from suites.udp_time import requirements
from suites.udp_time.hints import HINTS

SUITE = Suite(
    program="udp-time",
    dialect=DatagramDialect(),
    module=__name__,
    hints=HINTS,
    requirements=(*lifecycle.FIRST, *requirements.ALL, *lifecycle.LAST_OF_DATAGRAM_SERVERS),
)
