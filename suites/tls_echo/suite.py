"""What a TLS echo server must do: nothing of its own, all of it shared.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.shared import lifecycle
from suites.shared.over_tls import OVER_TLS
from suites.shared.tls import TlsDialect
from suites.tls_echo.hints import HINTS

SUITE = Suite(
    program="tls-echo",
    dialect=TlsDialect(),
    module=__name__,
    hints=HINTS,
    requirements=(*lifecycle.FIRST, *OVER_TLS, *lifecycle.LAST),
)
