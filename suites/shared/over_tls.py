"""What the TLS servers of the lecture have in common, in the order in which it is tried.

Owns the list. The checks are those of plain streams, over TLS, and those of handshakes.
"""

from __future__ import annotations

from suites.shared import contents, crowds, handshakes, leaving, old_protocols, streams

OVER_TLS = (
    handshakes.handshakes,
    handshakes.presents_certificate,
    *(each.adopted(needs=("handshakes",)) for each in (streams.echoes, contents.keeps_bytes, streams.large_message)),
    handshakes.refuses_plaintext,
    handshakes.survives_distrust,
    handshakes.survives_aborted_handshake,
    leaving.survives_reset,
    old_protocols.refuses_old_protocols,
    crowds.concurrent_clients,
    crowds.many_clients.adopted(needs=("echoes",)),
    crowds.hundred_clients,
    handshakes.stalled_handshake,
    handshakes.close_notify,
)
