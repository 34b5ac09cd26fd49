"""What a TLS echo server must do (SPEC.md, ``tls-echo``): all of it shared, with ``mtls-echo`` or with every server.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.shared import crowds, handshakes, lifecycle, old_protocols, streams
from suites.shared.tls import TlsDialect
from suites.tls_echo.hints import HINTS

OVER_TLS = (
    handshakes.handshakes,
    handshakes.presents_certificate,
    streams.echoes.adopted(needs=("handshakes",)),
    streams.keeps_bytes.adopted(needs=("handshakes",)),
    streams.large_message.adopted(needs=("handshakes",)),
    handshakes.refuses_plaintext,
    handshakes.survives_distrust,
    handshakes.survives_aborted_handshake,
    crowds.survives_reset,
    old_protocols.refuses_old_protocols,
    crowds.concurrent_clients,
    crowds.many_clients.adopted(needs=("echoes",)),
    crowds.hundred_clients,
    handshakes.stalled_handshake,
    handshakes.close_notify,
)

SUITE = Suite(
    program="tls-echo",
    dialect=TlsDialect(),
    module=__name__,
    hints=HINTS,
    requirements=(*lifecycle.FIRST, *OVER_TLS, *lifecycle.LAST),
)
