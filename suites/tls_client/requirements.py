"""What a TLS client must do beside what all clients must: go on with the right server, and with no other.

Owns the acceptance, the five rejections and the old versions. Each certificate is offered in every version that the
client speaks, with the good one before and after: a client that trusts nobody sends nothing either.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from ssl import TLSVersion
from typing import TYPE_CHECKING

from harness.exchange.hello import VERSIONS as OLD_VERSIONS
from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words
from harness.launch.client import Client, Outcome
from harness.model import Happening
from harness.requirement import MUST, requirement
from suites.shared.calling import renewed
from suites.shared.runs import call, given, hangs, silence, skip_for_the_machines_bundle, text_of
from suites.shared.tls import VERSIONS
from suites.tls_client.dialect import OldServer, SecureEcho, TlsCaller

if TYPE_CHECKING:
    from harness.launch.certificates import Credential, Fault

COMPLETED = "Your client completed the handshake"
WENT_ON = "Your client went on with the handshake"
IN_THE_CLEAR = "it then sent without TLS"
_NOTHING = "An alert or the end of the connection, and not one byte of what your client was to send."
_OLD = {name: number for name, number in OLD_VERSIONS.items() if name != "SSL 3"}  # it knows no extensions, nor curves


@requirement("accepts-good-server", MUST)
def accepts_good_server(client: Client, services: Peers, dialect: TlsCaller, draw: Random) -> None:
    """Shake hands with a server whose certificate your CA signed for the host that was called.

    Why: a client that trusts nobody is safe and useless.

    Source: lecture, Working with SSL; Python documentation, ssl.create_default_context(cafile=…) (CAFILE)
    """
    calls = _Calls(client, services, dialect, draw)
    service, outcome = calls.meet(dialect.certificates.server, enough=lambda service: service.shaken)
    if not service.shaken:
        skip_for_the_machines_bundle(client)
        raise Unmet(
            sent=f"{calls.given} {_offered(dialect.certificates.server)}",
            expected="A completed TLS handshake, of version 1.2 or 1.3.",
            observed=silence(service, outcome, dialect.transport),
            late=hangs(outcome),
        )


@requirement("rejects-other-ca", MUST, needs=("accepts-good-server",))
def rejects_other_ca(client: Client, services: Peers, dialect: TlsCaller, draw: Random) -> None:
    """Send nothing to a server whose certificate another CA signed.

    Why: anybody can make a CA, and give it the name of yours; only the signature tells them apart.

    Source: lecture, Working with SSL; RFC 5280 section 6.1; Python documentation, ssl.CERT_REQUIRED
    """
    _rejects("other-ca", _Calls(client, services, dialect, draw))


@requirement("rejects-self-signed", MUST, needs=("accepts-good-server",))
def rejects_self_signed(client: Client, services: Peers, dialect: TlsCaller, draw: Random) -> None:
    """Send nothing to a server with a self-signed certificate.

    Why: a certificate that vouches for itself proves nothing; whoever sits between you and the server can make one.

    Source: RFC 5280 section 6.1; Python documentation, ssl (Self-signed certificates)
    """
    _rejects("self-signed", _Calls(client, services, dialect, draw))


@requirement("rejects-expired", MUST, needs=("accepts-good-server",))
def rejects_expired(client: Client, services: Peers, dialect: TlsCaller, draw: Random) -> None:
    """Send nothing to a server whose certificate has expired.

    Why: after its last day nobody vouches for a certificate any more, and its key may have got about.

    Source: RFC 5280 section 4.1.2.5; Python documentation, ssl.SSLContext.verify_flags
    """
    _rejects("expired", _Calls(client, services, dialect, draw))


@requirement("rejects-wrong-name", MUST, needs=("accepts-good-server",))
def rejects_wrong_name(client: Client, services: Peers, dialect: TlsCaller, draw: Random) -> None:
    """Send nothing to a server whose certificate is for another host than the one that was called.

    Why: a CA signs certificates for many hosts. Without the name, any of them can pose as your server.

    Source: RFC 9525; Python documentation, ssl.SSLContext.check_hostname, wrap_socket(server_hostname=…)
    """
    _rejects("wrong-name", _Calls(client, services, dialect, draw))


@requirement("rejects-not-yet-valid", MUST, needs=("accepts-good-server",))
def rejects_not_yet_valid(client: Client, services: Peers, dialect: TlsCaller, draw: Random) -> None:
    """Send nothing to a server whose certificate is not yet valid.

    Why: the CA vouches for a period, and it has not begun.

    Source: RFC 5280 section 4.1.2.5
    """
    _rejects("not-yet-valid", _Calls(client, services, dialect, draw))


@requirement("rejects-old-protocols", MUST, needs=("accepts-good-server",))
def rejects_old_protocols(client: Client, services: Peers, dialect: TlsCaller, draw: Random) -> None:
    """Go no further with a server that answers in TLS 1.0 or TLS 1.1.

    Why: both can be attacked, and whoever sits on the way can talk a client into them that would still speak them.

    Source: RFC 8996; Python documentation, ssl.SSLContext.minimum_version
    """
    calls = _Calls(client, services, dialect, draw)
    calls.must_shake("before the others")
    for name, version in _OLD.items():
        service = calls.outdated(version)
        if service.gone_on:
            raise Unmet(
                sent=f"{calls.given} The server answered its ClientHello with a ServerHello of {name}, the right"
                " certificate, its key and ServerHelloDone.",
                expected="The alert protocol_version, or the end of the connection.",
                observed=f"{WENT_ON}.",
            )
    calls.must_shake("after the others")


class _Calls:
    """The client, run again and again; ``given`` is what it was run with last."""

    def __init__(self, client: Client, services: Peers, dialect: TlsCaller, draw: Random) -> None:
        self.given = ""
        self.dialect = dialect
        self._client, self._services, self._draw = client, services, draw
        self._text = text_of(draw)

    def meet(
        self, credential: Credential, only: TLSVersion | None = None, *, enough: Callable[[SecureEcho], bool]
    ) -> tuple[SecureEcho, Outcome]:
        """Run it against a server with that certificate until there is ``enough`` to see, or it ends."""
        ports = self._renewed(f"the server presents a certificate with {credential.description}")
        service = self.dialect.presenting(self._services, ports, credential, only)
        return service, call(self._client, self._services, service, self._arguments, lambda: enough(service))

    def outdated(self, version: int) -> OldServer:
        """Run it against a server that answers in an old version, until it goes on or ends."""
        service = self.dialect.outdated(self._services, self._renewed("the server is of old"), version, self._draw)
        call(self._client, self._services, service, self._arguments, lambda: service.gone_on)
        return service

    def doubt(self) -> None:
        """Judge no rejection by a client that may trust nobody here."""
        skip_for_the_machines_bundle(self._client)

    def must_shake(self, when: str) -> None:
        """Hold that it shakes hands with the good server."""
        good = self.dialect.certificates.server
        service, outcome = self.meet(good, enough=lambda service: service.shaken)
        if not service.shaken:
            raise self._not_served(None, silence(service, outcome, "tcp"), when, late=hangs(outcome))

    def must_speak(self, version: TLSVersion) -> None:
        """Hold that it still goes on with the good server, after another."""
        good = self.dialect.certificates.server
        service, outcome = self.meet(good, version, enough=lambda service: bool(service.heard))
        if not (service.heard or service.shaken):
            raise self._not_served(version, silence(service, outcome, "tcp"), "after the other", late=hangs(outcome))

    def _renewed(self, note: str) -> tuple[int, ...]:
        self._arguments, ports = renewed(self._client, self._services, self.dialect, self._text)
        self.given = given(self._client, self._arguments)
        self._services.transcript.add(Happening.NOTE, 0, note=note)
        return ports

    def _not_served(self, version: TLSVersion | None, observed: str, when: str, *, late: bool) -> Unmet:
        return Unmet(
            sent=f"{self.given} {_offered(self.dialect.certificates.server, version)}",
            expected="A completed TLS handshake: this was the good server.",
            observed=f"{observed} This was the good server, {when}.",
            late=late,
        )


def _rejects(fault: Fault, calls: _Calls) -> None:
    """Hold that nothing is said to such a server, in each version that the client speaks."""
    bad, good = calls.dialect.certificates.bad_server(fault), calls.dialect.certificates.server
    # another authority fails in two ways: it is sent along and not trusted, or it is not there at all
    for version, credential in zip(VERSIONS, (bad, bad.alone), strict=True):
        trusted, _ = calls.meet(good, version, enough=lambda service: bool(service.heard))
        if not trusted.shaken:
            calls.doubt()
            continue
        # of a client that says nothing even to the good one, the handshake alone can be seen
        mute = not trusted.heard
        service, _ = calls.meet(credential, version, enough=lambda service: bool(service.heard))
        if service.heard or service.in_the_clear or (mute and service.shaken):
            raise Unmet(
                sent=f"{calls.given} {_offered(credential, version)}", expected=_NOTHING, observed=_went_on(service)
            )
        calls.must_speak(version)


def _went_on(service: SecureEcho) -> str:
    heard = b" ".join(service.heard)
    if heard:
        return f"{COMPLETED}, and the server got {bytes_in_words(heard)}."
    return f"It ended the handshake, and {IN_THE_CLEAR}." if service.in_the_clear else f"{COMPLETED}."


def _offered(credential: Credential, version: TLSVersion | None = None) -> str:
    spoke = f"The server spoke {VERSIONS[version]}" if version else "The server spoke TLS 1.2 and 1.3"
    return f"{spoke} and presented a certificate with {credential.description}"


REJECTIONS = (
    rejects_other_ca,
    rejects_self_signed,
    rejects_expired,
    rejects_wrong_name,
    rejects_not_yet_valid,
    rejects_old_protocols,
)
