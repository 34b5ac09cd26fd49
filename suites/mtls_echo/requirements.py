"""What a server that requires client certificates does beside TLS: it serves the trusted, and nobody else.

Owns the acceptance and the six rejections. Each is tried in every version that the server speaks, with a good client
before and after. Under TLS 1.3 a client may have finished its handshake when the server refuses it: the alert then
comes with its first read, and only an echo is a failure.
"""

from __future__ import annotations

from random import Random
from ssl import TLSVersion
from typing import TYPE_CHECKING

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.tls import client_context, tls
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words
from harness.launch.server import Server
from harness.model import Happening
from harness.requirement import MUST, requirement
from suites.shared.dialects import await_or_quiet
from suites.shared.tls import HOST_NAME, VERSIONS, TlsDialect, session_of, spoken, still_serves

if TYPE_CHECKING:
    from harness.launch.certificates import Credential, Fault

CAME_BACK = "came back"
NO_CERTIFICATE = "no client certificate"
_FEW = 4  # bytes of a word that no message of the server's own begins with


@requirement("accepts-trusted-client", MUST, needs=("starts",))
def accepts_trusted_client(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Serve a client whose certificate your CA signed.

    Why: a server that refuses everybody is safe and useless.

    Source: lecture, Working with SSL; Python documentation, ssl.SSLContext.load_verify_locations (CAFILE)
    """
    still_serves(server, peers, dialect, draw, "the first to come")
    for version in spoken(server, peers, dialect):
        _serves_good(version, server, peers, dialect, draw, "before any other came")


@requirement("rejects-no-certificate", MUST, needs=("accepts-trusted-client",), provokes=True)
def rejects_no_certificate(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Echo nothing to a client without a certificate, and serve the next.

    Why: mutual TLS is asked for to keep everybody out who has none.

    Source: lecture, Working with SSL; RFC 8446 section 4.4.2.4; Python documentation, ssl.CERT_REQUIRED
    """
    _rejects(None, server, peers, dialect, draw)


@requirement("rejects-other-ca", MUST, needs=("accepts-trusted-client",), provokes=True)
def rejects_other_ca(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Echo nothing to a client whose certificate another CA signed, and serve the next.

    Why: anybody can make a CA, and give it the name of yours; only the signature tells them apart.

    Source: RFC 5280 section 6.1; Python documentation, ssl.SSLContext.load_verify_locations
    """
    _rejects("other-ca", server, peers, dialect, draw)


@requirement("rejects-self-signed", MUST, needs=("accepts-trusted-client",), provokes=True)
def rejects_self_signed(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Echo nothing to a client with a self-signed certificate, and serve the next.

    Why: a certificate that vouches for itself proves nothing.

    Source: RFC 5280 section 6.1; Python documentation, ssl (Self-signed certificates)
    """
    _rejects("self-signed", server, peers, dialect, draw)


@requirement("rejects-expired", MUST, needs=("accepts-trusted-client",), provokes=True)
def rejects_expired(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Echo nothing to a client whose certificate has expired, and serve the next.

    Why: after its last day nobody vouches for a certificate any more, and its key may have got about.

    Source: RFC 5280 section 4.1.2.5; Python documentation, ssl.SSLContext.verify_flags
    """
    _rejects("expired", server, peers, dialect, draw)


@requirement("rejects-not-yet-valid", MUST, needs=("accepts-trusted-client",), provokes=True)
def rejects_not_yet_valid(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Echo nothing to a client whose certificate is not yet valid, and serve the next.

    Why: the CA vouches for a period, and it has not begun.

    Source: RFC 5280 section 4.1.2.5
    """
    _rejects("not-yet-valid", server, peers, dialect, draw)


@requirement("rejects-wrong-usage", MUST, needs=("accepts-trusted-client",), provokes=True)
def rejects_wrong_usage(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Echo nothing to a client that presents a server's certificate, and serve the next.

    Why: the CA that signs a web server's certificate has not said that its owner may log in as a client.

    Source: RFC 5280 section 4.2.1.12 (extended key usage); Python documentation, ssl.Purpose.CLIENT_AUTH
    """
    _rejects("wrong-usage", server, peers, dialect, draw)


def _rejects(fault: Fault | None, server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Hold that such a client gets no echo, in every version that the server speaks."""
    bad = dialect.certificates.bad_client(fault) if fault else None
    for version in spoken(server, peers, dialect):
        _serves_good(version, server, peers, dialect, draw, "before any other came")
        _gets_nothing(bad, version, server, peers, dialect, draw)
        _serves_good(version, server, peers, dialect, draw, f"after one with {_certificate(bad)}")


def _serves_good(
    version: TLSVersion, server: Server, peers: Peers, dialect: TlsDialect, draw: Random, after: str
) -> None:
    still_serves(server, peers, dialect, draw, after, tls(dialect.context(version), HOST_NAME))


def _gets_nothing(
    bad: Credential | None, version: TLSVersion, server: Server, peers: Peers, dialect: TlsDialect, draw: Random
) -> None:
    offer = bad.pem if bad else b""
    context = client_context(trust=dialect.certificates.trust, offer=offer, only=version)
    peer, word = peers.connect(server.address, layer=tls(context, HOST_NAME)), dialect.word(draw)
    peers.transcript.add(Happening.NOTE, peer.number, note=f"offers {_certificate(bad)}")
    peer.send(word)
    await_or_quiet(server, peers, lambda: peer.over or len(peer.received) >= len(word))
    peer.close()
    server.quiet(0.5)
    if word[:_FEW] in peer.received or (peer.received and word.startswith(peer.received)):
        raise Unmet(
            sent=f"Under {VERSIONS[version]}, {_certificate(bad)}. Then {bytes_in_words(word)}.",
            expected="An alert or the end of the connection, and none of it back.",
            observed=f"The handshake was completed, {_alert(peer)}, and {bytes_in_words(peer.received)} {CAME_BACK}.",
        )


def _certificate(bad: Credential | None) -> str:
    return f"a certificate with {bad.description.removesuffix('.')}" if bad else NO_CERTIFICATE


def _alert(peer: StreamPeer) -> str:
    alert = session_of(peer).alert
    return f"the alert {alert} came" if alert else "no alert came"


REJECTIONS = (
    rejects_no_certificate,
    rejects_other_ca,
    rejects_self_signed,
    rejects_expired,
    rejects_not_yet_valid,
    rejects_wrong_usage,
)
