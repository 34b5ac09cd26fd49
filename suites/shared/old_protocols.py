"""Whether a TLS server would still speak a version that is broken.

Owns one check. The bytes on both sides are ``harness.exchange.hello``'s.
"""

from __future__ import annotations

from random import Random

from harness.exchange.hello import NAMES, TLS_1_2, VERSIONS, Answer, answer, client_hello
from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.launch.server import Server
from harness.requirement import MUST, requirement
from suites.shared.dialects import await_or_quiet
from suites.shared.tls import HOST_NAME, TlsDialect, still_serves

SERVER_HELLO = "A ServerHello of"


@requirement("refuses-old-protocols", MUST, needs=("handshakes",), provokes=True)
def refuses_old_protocols(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Speak TLS 1.2 or 1.3, and nothing older.

    Why: SSL 3, TLS 1.0 and TLS 1.1 can be attacked (POODLE, BEAST), and a server that would speak them can be talked
    into it.

    Source: RFC 8996; RFC 7568; Python documentation, ssl.SSLContext.minimum_version
    """
    # its clients speak 1.2 and 1.3 only
    still_serves(server, peers, dialect, draw, "before any other came")
    for name, version in VERSIONS.items():
        came = _asked(version, server, peers, draw)
        if came.kind == "hello" and came.version < TLS_1_2:
            raise Unmet(
                sent=f"A ClientHello of {name}, with cipher suites for ECDSA and for RSA.",
                expected="An alert (protocol_version), or the end of the connection.",
                observed=f"{SERVER_HELLO} {NAMES.get(came.version, hex(came.version))}.",
            )
        server.quiet(0.5)
        still_serves(server, peers, dialect, draw, f"after one that spoke {name}")


def _asked(version: int, server: Server, peers: Peers, draw: Random) -> Answer:
    peer = peers.connect(server.address)
    peer.send(client_hello(version, draw.randbytes(32), HOST_NAME))
    await_or_quiet(server, peers, lambda: peer.over or answer(bytes(peer.received)).kind != "incomplete")
    peer.close()
    return answer(bytes(peer.received))
