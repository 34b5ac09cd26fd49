"""The certificates of one run: the good ones, and one of each kind that must be refused.

Owns names, periods and purposes, and the sentence that a report says of each. To be imported late: it
costs 60 ms. All keys are ECDSA and come
from the system; names and serial numbers are drawn. Each is made when
it is first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from ipaddress import ip_address
from random import Random
from typing import Any, Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificate
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from trustme import CA, LeafCert

SERVER_NAMES = ("localhost", "127.0.0.1", "::1")
_CALLED = ("localhost", "127.0.0.1")  # of these, what programs under test are told
_END = b"-----END CERTIFICATE-----\n"


Fault = Literal["other-ca", "self-signed", "expired", "not-yet-valid", "wrong-usage", "wrong-name"]


@dataclass(frozen=True)
class Credential:
    """A certificate with its key. ``pem`` holds the key, the leaf and what leads to its authority.

    ``leaf`` is the certificate alone, in DER; ``reason`` says why it must be refused, and is empty for a good one.
    """

    pem: bytes
    leaf: bytes
    subject: str
    issuer: str
    begins: datetime
    ends: datetime
    reason: str = ""

    @property
    def description(self) -> str:
        """One sentence: whose it is, who signed it, when it is valid, and what is wrong with it."""
        period = f"valid from {self.begins:%Y-%m-%d} to {self.ends:%Y-%m-%d}"
        told = f"subject {self.subject}, issued by {self.issuer}, {period}"
        return f"{told}; it must be refused: {self.reason}." if self.reason else f"{told}."

    @property
    def alone(self) -> Credential:
        """The same without what leads to its authority, as whoever trusts that has it."""
        before, end, _ = self.pem.partition(_END)
        return replace(self, pem=before + end)


@dataclass(frozen=True)
class _Issuer:
    """Who signs: a name and a key, with the certificates that are sent along."""

    name: x509.Name
    key: EllipticCurvePrivateKey
    chain: bytes = b""


class Certificates:
    """Everything is the same for one ``word`` but the keys."""

    def __init__(self, word: str) -> None:
        self._word = word
        self.authority: CA = CA(organization_name=f"Authority {word}")
        self.server_leaf: LeafCert = self.authority.issue_cert(*SERVER_NAMES, common_name="localhost")
        self.client_leaf: LeafCert = self.authority.issue_cert(f"client@{word}.example", common_name=f"client {word}")
        self._made: dict[tuple[str, Fault, tuple[str, ...]], Credential] = {}

    @property
    def trust(self) -> bytes:
        """The authority, in PEM."""
        return self.authority.cert_pem.bytes()

    @property
    def other_trust(self) -> bytes:
        """An authority that signed nothing of the run's, in PEM; its name is the same."""
        return self._other.chain

    @cached_property
    def client(self) -> Credential:
        """The client's good certificate."""
        return _credential(self.client_leaf, self.trust)

    @cached_property
    def server(self) -> Credential:
        """The server's good certificate."""
        return _credential(self.server_leaf, self.trust)

    def bad_client(self, fault: Fault) -> Credential:
        """A client's certificate with one fault, its subject the same as the good one's."""
        return self._bad("client", self.client, fault)

    def bad_server(self, fault: Fault, hosts: tuple[str, ...] = ()) -> Credential:
        """A server's certificate with one fault; but for that, ``hosts`` are names of it too."""
        return self._bad("server", self.server, fault, hosts)

    def server_for(self, hosts: tuple[str, ...]) -> Credential:
        """A good certificate of a server that has further names."""
        if not hosts:
            return self.server
        return _credential(self.authority.issue_cert(*SERVER_NAMES, *hosts, common_name="localhost"), self.trust)

    def _bad(self, role: str, good: Credential, fault: Fault, hosts: tuple[str, ...] = ()) -> Credential:
        if (role, fault, hosts) not in self._made:
            self._made[role, fault, hosts] = self._issue(role, good, fault, hosts)
        return self._made[role, fault, hosts]

    def _issue(self, role: str, good: Credential, fault: Fault, hosts: tuple[str, ...]) -> Credential:
        draw, key = Random(f"{self._word}/{role}/{fault}"), _new_key()
        days, other_role = draw.randint(20, 300), "server" if role == "client" else "client"
        subject = load_der_x509_certificate(good.leaf).subject
        names = (*SERVER_NAMES, *hosts) if role == "server" else (f"client@{self._word}.example",)
        issuer, period, purpose = self._ours, _span(-days, 365), role
        match fault:
            case "other-ca":
                issuer, reason = self._other, "its authority has the name of the right one, but another key"
            case "self-signed":
                issuer, reason = _Issuer(subject, key), "it is signed by itself"
            case "expired":
                period, reason = _span(-days - 365, -days), f"it expired {days} days ago"
            case "not-yet-valid":
                period, reason = _span(days, days + 365), f"it becomes valid in {days} days"
            case "wrong-usage":
                purpose, reason = other_role, f"its extended key usage allows {other_role}s only"
            case "wrong-name":
                # each begins with a right name: to find that somewhere in the certificate is no check
                names = tuple(f"{name}.{draw.randrange(16**8):08x}.example" for name in (*_CALLED, *hosts))
                subject, reason = _named(names[0]), f"it is for {names[0]}"
        made = _sign(subject, key, issuer, names, period, purpose, draw)
        return _described(made, _pem_of_key(key), issuer.chain, reason)

    @cached_property
    def _ours(self) -> _Issuer:
        key: Any = load_pem_private_key(self.authority.private_key_pem.bytes(), None)
        return _Issuer(load_pem_x509_certificate(self.trust).subject, key, self.trust)

    @cached_property
    def _other(self) -> _Issuer:
        """An authority with the very name of ours."""
        name, key, draw = self._ours.name, _new_key(), Random(f"{self._word}/other authority")
        made = _sign(name, key, _Issuer(name, key), (), _span(-365, 365), "authority", draw)
        return _Issuer(name, key, _pem(made))


def described(leaf: bytes) -> str:
    """The same sentence for any certificate, in DER."""
    return _described(load_der_x509_certificate(leaf), b"", b"").description


def _span(first: int, last: int) -> tuple[datetime, datetime]:
    """A period, in days from today."""
    now = datetime.now(UTC).replace(microsecond=0)
    return now + timedelta(days=first), now + timedelta(days=last)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _sign(
    subject: x509.Name,
    key: EllipticCurvePrivateKey,
    issuer: _Issuer,
    names: tuple[str, ...],
    period: tuple[datetime, datetime],
    purpose: str,
    draw: Random,
) -> x509.Certificate:
    """A certificate for ``purpose``: a server, a client or an authority."""
    public, authority = key.public_key(), purpose == "authority"
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = x509.CertificateBuilder(issuer.name, subject, public, draw.getrandbits(150) | 1 << 150, *period)
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    builder = builder.add_extension(identifier, critical=False)
    builder = builder.add_extension(_key_usage(authority), critical=True)
    if not authority:
        usage = ExtendedKeyUsageOID.SERVER_AUTH if purpose == "server" else ExtendedKeyUsageOID.CLIENT_AUTH
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        builder = builder.add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
    return builder.sign(issuer.key, SHA256())


def _key_usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _general(name: str) -> x509.GeneralName:
    if "@" in name:
        return x509.RFC822Name(name)
    is_address = ":" in name or name.replace(".", "").isdigit()
    return x509.IPAddress(ip_address(name)) if is_address else x509.DNSName(name)


def _credential(good: LeafCert, trust: bytes) -> Credential:
    leaf = good.cert_chain_pems[0].bytes()
    return _described(load_pem_x509_certificate(leaf), good.private_key_pem.bytes(), trust)


def _described(made: x509.Certificate, key: bytes, chain: bytes, reason: str = "") -> Credential:
    return Credential(
        pem=key + _pem(made) + chain,
        leaf=made.public_bytes(Encoding.DER),
        subject=_shown(made.subject),
        issuer=_shown(made.issuer),
        begins=made.not_valid_before_utc,
        ends=made.not_valid_after_utc,
        reason=reason,
    )


def _shown(name: x509.Name) -> str:
    """The part of a name that tells it from others: its common name, or its organisation."""
    known = name.get_attributes_for_oid(NameOID.COMMON_NAME) or name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return f"'{known[0].value!s}'" if known else f"'{name.rfc4514_string()}'"


def _new_key() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


def _pem_of_key(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def _pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(Encoding.PEM)
