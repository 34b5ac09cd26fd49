"""How clients of TLS servers talk: the handshake comes first, then bytes as over plain TCP.

Owns contexts, handshakes and the words for those that failed. Judges nothing else.
"""

from __future__ import annotations

import ssl
from random import Random
from socket import socket
from typing import TYPE_CHECKING, Self

from harness.exchange.layer import LayerMaker
from harness.exchange.loop import Address, Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.tls import Tls, client_context, tls
from harness.exchange.unmet import Unmet
from harness.exchange.words import describe, duration, sentence
from harness.launch.kit import Kit
from harness.launch.server import Server
from harness.model import Happening, Program
from suites.shared.dialects import StreamDialect
from suites.shared.echoing import echo

if TYPE_CHECKING:
    from harness.launch.certificates import Certificates

HOST_NAME = "localhost"
VERSIONS = {ssl.TLSVersion.TLSv1_2: "TLS 1.2", ssl.TLSVersion.TLSv1_3: "TLS 1.3"}
REFUSED = "The test client refused your server's certificate"
NO_TLS = "What came was no TLS"


class TlsDialect(StreamDialect):
    """Bytes over TLS, by clients that trust the run's CA and check the server's name."""

    strangers = 30
    has_certificate = False
    """Whether its clients present a certificate."""

    def __init__(self, certificates: Certificates | None = None) -> None:
        self._certificates = certificates
        self._contexts: dict[object, ssl.SSLContext] = {}

    def equipped(self, kit: Kit, program: Program) -> Self:  # noqa: ARG002
        """The same with the run's certificates."""
        return type(self)(kit.certificates)

    @property
    def certificates(self) -> Certificates:
        """The run's."""
        assert self._certificates is not None, "a dialect is equipped before it is used"
        return self._certificates

    @property
    def offer(self) -> bytes:
        """Key and certificates that its clients present; none for servers that ask for none."""
        return self.certificates.client.pem if self.has_certificate else b""

    def layer(self, link: socket) -> Tls:
        """What the bytes of each client pass through."""
        return Tls(link, self.context(), HOST_NAME)

    def context(self, only: ssl.TLSVersion | None = None) -> ssl.SSLContext:
        """What its clients are made with, of one version or of those in use."""
        if only not in self._contexts:
            self._contexts[only] = client_context(trust=self.certificates.trust, offer=self.offer, only=only)
        return self._contexts[only]

    def connect(
        self, peers: Peers, address: Address, *, receive_buffer: int | None = None, limit: float | None = None
    ) -> StreamPeer:
        """A client that has shaken hands. Raises ``Unmet`` where there is no connection or no session."""
        peer = peers.connect(address, receive_buffer=receive_buffer, limit=limit, layer=self.layer)
        shake_hands(peers, peer, limit)
        return peer


class MutualDialect(TlsDialect):
    """The same, by clients that present a certificate which the run's CA signed."""

    has_certificate = True


def session_of(peer: StreamPeer) -> Tls:
    """The TLS session that a peer's bytes pass through."""
    assert isinstance(peer.layer, Tls), "a client of TLS"
    return peer.layer


def shake_hands(peers: Peers, peer: StreamPeer, limit: float | None = None, told: str = "") -> Tls:
    """Wait until the handshake is complete. Raises ``Unmet`` where it fails; ``told`` is who the client was."""
    session = session_of(peer)
    peers.wait(lambda: session.done or peer.over, limit)
    if session.done and session.alert is None:
        return session
    told = told or f"a client that trusts your CA and checks the name {HOST_NAME}"
    raise Unmet(
        sent=f"A ClientHello of {told}.",
        expected="A completed TLS handshake.",
        observed=how_it_failed(peer, peers.limit if limit is None else limit),
        late=peer.ending is None,
    )


def how_it_failed(peer: StreamPeer, waited: float) -> str:
    """What became of a handshake, as sentences."""
    match peer.ending:
        case None:
            return f"No complete handshake within {duration(waited)}; the connection stayed open."
        case Happening.ALERT:
            return f"The TLS alert {session_of(peer).alert}, at {duration(peer.ended_at or 0)}."
        case Happening.ALERT_SENT:
            return f"{REFUSED}, with the alert {peer.failure}."
        case Happening.NOT_TLS:
            return f"{NO_TLS} ({peer.failure})."
    clause = describe(peer.ending, peer.ended_at).removeprefix("then ").removeprefix("and ")
    return sentence(f"{clause}, with the handshake not complete and no alert")


def spoken(server: Server, peers: Peers, dialect: TlsDialect) -> list[ssl.TLSVersion]:
    """The versions in which the program completes a handshake with a good client, one client after the other."""
    found = []
    for version in VERSIONS:
        peer = peers.connect(server.address, layer=tls(dialect.context(version), HOST_NAME))
        peers.wait(lambda peer=peer: session_of(peer).done or peer.over)  # type: ignore[misc]  # a default binds the loop's variable
        if session_of(peer).done:
            found.append(version)
        peer.close()
        server.quiet(0.5)
    return found


def still_serves(
    server: Server, peers: Peers, dialect: TlsDialect, draw: Random, after: str, layer: LayerMaker | None = None
) -> None:
    """Hold that a good client is served now; ``after`` says what went before."""
    peer = None
    try:
        peer = peers.connect(server.address, layer=layer or dialect.layer)
        shake_hands(peers, peer)
        echo(peer, dialect.word(draw))
    except Unmet as unmet:
        alert = session_of(peer).alert if peer is not None else None
        told = unmet.noting(f"The alert was {alert}.") if alert and alert not in unmet.evidence.observed else unmet
        raise told.noting(f"This was a good client, {after}.") from None
    peer.close()
    server.quiet(0.5)
