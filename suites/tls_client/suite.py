"""What a TLS client must do.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.shared import calling
from suites.tls_client import requirements
from suites.tls_client.dialect import TlsCaller
from suites.tls_client.hints import HINTS

SUITE = Suite(
    program="tls-client",
    dialect=TlsCaller(),
    module=__name__,
    hints=HINTS,
    requirements=(
        requirements.accepts_good_server,
        calling.sends.adopted(needs=("accepts-good-server",)),
        calling.prints_reply,
        calling.reassembles,
        calling.fails_clearly.adopted(needs=("accepts-good-server",)),
        calling.gives_up,
        *requirements.REJECTIONS,
    ),
)
