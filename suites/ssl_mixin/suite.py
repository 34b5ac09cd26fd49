"""What the lecture's SSLMixin must do.

Owns the order in which it is tried, and says what drives the submitted class.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.shared.tls import TlsDialect
from suites.ssl_mixin import requirements
from suites.ssl_mixin.hints import HINTS

SUITE = Suite(
    program="ssl-mixin",
    dialect=TlsDialect(),
    module=__name__,
    hints=HINTS,
    requirements=requirements.ALL,
    driver=("suites.ssl_mixin.driver", "suites.shared.driving"),
)
