"""What a TLS echo server that requires client certificates must do.

Owns the order in which it is tried: all of ``tls-echo``, by clients with a good certificate, then whom to refuse.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.mtls_echo.hints import HINTS
from suites.mtls_echo.requirements import REJECTIONS, accepts_trusted_client
from suites.shared import lifecycle
from suites.shared.over_tls import OVER_TLS
from suites.shared.tls import MutualDialect

SUITE = Suite(
    program="mtls-echo",
    dialect=MutualDialect(),
    module=__name__,
    hints=HINTS,
    requirements=(*lifecycle.FIRST, *OVER_TLS, accepts_trusted_client, *REJECTIONS, *lifecycle.LAST),
)
