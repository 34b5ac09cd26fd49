"""How TLS clients are served: by any certificate, in any version; and by a server of a version that is broken.

Owns contexts and services. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from ssl import TLSVersion
from typing import TYPE_CHECKING, Self

from harness.exchange.layer import LayerMaker, Plain
from harness.exchange.loop import Peers
from harness.exchange.old_server import first_flight, goes_on, read_client_hello
from harness.exchange.tls import Tls, server_context, tls_server
from harness.launch.kit import Kit
from harness.model import Program
from suites.shared.callers import StreamCaller
from suites.shared.services import EchoService, SilentService, Talk, speaks_no_tls

if TYPE_CHECKING:
    from harness.launch.certificates import Certificates, Credential


class TlsCaller(StreamCaller):
    """A client of TLS: ``HOST PORT TEXT``. It trusts the run's CA, and its server presents the run's certificate."""

    def __init__(self, certificates: Certificates | None = None) -> None:
        self._certificates = certificates
        self.layer: LayerMaker = Plain if certificates is None else tls_server(server_context(certificates.server.pem))

    def equipped(self, kit: Kit, program: Program) -> Self:  # noqa: ARG002
        """The same with the run's certificates."""
        return type(self)(kit.certificates)

    @property
    def certificates(self) -> Certificates:
        """The run's."""
        assert self._certificates is not None, "a dialect is equipped before it is used"
        return self._certificates

    def presenting(
        self, services: Peers, ports: tuple[int, ...], credential: Credential, only: TLSVersion | None = None
    ) -> SecureEcho:
        """An echo server with that certificate, of one version or of those in use."""
        return SecureEcho(services, ports, tls_server(server_context(credential.pem, only=only)))

    def outdated(self, services: Peers, ports: tuple[int, ...], version: int, draw: Random) -> OldServer:
        """A server that answers each ClientHello in an old version, with the run's good certificate."""
        return OldServer(services, ports, version, self.certificates.server, draw)


class SecureEcho(EchoService):
    """An echo server over TLS."""

    @property
    def shaken(self) -> bool:
        """Whether a handshake came to its end."""
        return any(isinstance(peer.layer, Tls) and peer.layer.done for peer in self._peers())

    @property
    def in_the_clear(self) -> bool:
        """Whether a client began with something else than TLS."""
        return any(speaks_no_tls(peer) for peer in self._peers())


class OldServer(SilentService):
    """Says the first flight of an old version, and then nothing."""

    def __init__(
        self, services: Peers, ports: Iterable[int], version: int, credential: Credential, draw: Random
    ) -> None:
        super().__init__(services, ports)
        self._version, self._credential, self._draw = version, credential, draw

    def _serve(self, talk: Talk) -> None:
        if not talk.said and (hello := read_client_hello(bytes(talk.peer.received))):
            nonce = self._draw.randbytes(32)
            talk.say(first_flight(self._version, hello, self._credential.pem, self._credential.leaf, nonce))

    @property
    def gone_on(self) -> bool:
        """Whether a client went on with the handshake."""
        return any(talk.said and goes_on(bytes(talk.peer.received)) for talk in self._talks.values())

    @property
    def asked(self) -> bool:
        """Whether a ClientHello was answered."""
        return any(talk.said for talk in self._talks.values())
