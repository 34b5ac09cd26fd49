"""Certificates for an hour: an authority of the script's own, and what it signs, good and bad.

Owns keys (ECDSA on the curve P-256, FIPS 186-4), the encoding (DER, X.690) and what stands in a certificate (RFC 5280).
They are good enough to try a program with and for nothing else. May not know what is tried.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
HOUR, DAY = 3600, 86400
FAULTS = ("other-ca", "self-signed", "expired", "not-yet-valid", "wrong-usage", "wrong-name")
CALLED = (b"localhost", b"\x7f\0\0\1")
# each begins with a right name: to find that somewhere in the certificate is no check
WRONG = (b"localhost.elsewhere.example", b"127.0.0.1.elsewhere.example")

Point = tuple[int, int]


class Pair(NamedTuple):
    """A certificate in DER, whose it is, and its private key."""

    der: bytes
    subject: bytes
    key: int

    @property
    def certificate(self) -> str:
        """The certificate, in PEM."""
        return pem("CERTIFICATE", self.der)

    @property
    def private(self) -> str:
        """The key, in PEM (PKCS #8)."""
        own = der(0x30, number(1), der(0x04, self.key.to_bytes(32, "big")))
        return pem("PRIVATE KEY", der(0x30, number(0), ON_THE_CURVE, der(0x04, own)))


def add(one: Point | None, other: Point | None) -> Point | None:
    """The sum of two points of the curve; ``None`` is zero."""
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if one != other:
            return None
        slope = 3 * (one[0] ** 2 - 1) * pow(2 * one[1], -1, P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P)
    x = (slope**2 - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(factor: int) -> Point:
    """The base point so many times; ``factor`` is above 0 and below N."""
    total, power = None, G
    while factor:
        total = add(total, power) if factor & 1 else total
        power, factor = add(power, power) or G, factor >> 1
    return total or G


def signature(key: int, data: bytes) -> bytes:
    """An ECDSA signature with SHA-256."""
    once = 1 + secrets.randbelow(N - 1)
    r = times(once)[0] % N
    s = pow(once, -1, N) * (int.from_bytes(hashlib.sha256(data).digest(), "big") + r * key) % N
    return der(0x30, number(r), number(s))


def der(tag: int, *parts: bytes) -> bytes:
    """One value: tag, length, content."""
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(length)]) + length + content


def number(value: int) -> bytes:
    """An INTEGER that is not negative."""
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def named(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER."""
    first, second, *rest = map(int, dotted.split("."))
    content = bytearray([40 * first + second])
    for arc in rest:
        septets = [arc & 127]
        while arc := arc >> 7:
            septets.insert(0, 128 | arc & 127)
        content += bytes(septets)
    return der(0x06, bytes(content))


ON_THE_CURVE = der(0x30, named("1.2.840.10045.2.1"), named("1.2.840.10045.3.1.7"))
WITH_SHA256 = der(0x30, named("1.2.840.10045.4.3.2"))


def pem(kind: str, content: bytes) -> str:
    """DER as text."""
    text = base64.encodebytes(content).decode().replace("\n", "")
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""])


def extension(dotted: str, content: bytes, critical: bool = False) -> bytes:
    """One extension of a certificate."""
    return der(0x30, named(dotted), *([der(0x01, b"\xff")] if critical else []), der(0x04, content))


def identity(key: int) -> bytes:
    """The identifier of a key."""
    return hashlib.sha256(public(key)).digest()[:20]


@cache
def public(key: int) -> bytes:
    """The public half of a key."""
    return b"\4" + b"".join(value.to_bytes(32, "big") for value in times(key))


def moment(at: float) -> bytes:
    """A time in a certificate; before 2050."""
    return der(0x17, time.strftime("%y%m%d%H%M%SZ", time.gmtime(at)).encode())


def issued(
    name: str, purpose: str, issuer: Pair | None = None, days: tuple[int, int] = (-2, 30), names: tuple[bytes, ...] = ()
) -> Pair:
    """A certificate for a ``server``, a ``client`` or an ``authority``, signed by ``issuer`` or by itself.

    It is valid from one day to another, counted from now. ``names`` are addresses of four bytes and names of hosts.
    """
    key = 1 + secrets.randbelow(N - 1)
    subject = der(0x30, der(0x31, der(0x30, named("2.5.4.3"), der(0x0C, name.encode()))))
    signer, by = (issuer.key, issuer.subject) if issuer else (key, subject)
    authority = purpose == "authority"
    extensions = [
        extension("2.5.29.19", der(0x30, der(0x01, b"\xff")) if authority else der(0x30), critical=True),
        extension("2.5.29.15", der(0x03, b"\2\4" if authority else b"\7\x80"), critical=True),
        extension("2.5.29.14", der(0x04, identity(key))),
        extension("2.5.29.35", der(0x30, der(0x80, identity(signer)))),
    ]
    if not authority:
        usage = "1.3.6.1.5.5.7.3.1" if purpose == "server" else "1.3.6.1.5.5.7.3.2"
        general = [der(0x87 if len(each) == 4 else 0x82, each) for each in names or (b"client.example",)]
        extensions += [extension("2.5.29.37", der(0x30, named(usage))), extension("2.5.29.17", der(0x30, *general))]
    now = time.time()
    content = der(
        0x30,
        der(0xA0, number(2)),
        number(secrets.randbits(120)),
        WITH_SHA256,
        by,
        der(0x30, moment(now + days[0] * DAY), moment(now + days[1] * DAY)),
        subject,
        der(0x30, ON_THE_CURVE, der(0x03, b"\0" + public(key))),
        der(0xA3, der(0x30, *extensions)),
    )
    signed = der(0x30, content, WITH_SHA256, der(0x03, b"\0" + signature(signer, content)))
    return Pair(signed, subject, key)


class Authority:
    """An authority, and certificates for a server and a client, made when they are asked for."""

    def __init__(self) -> None:
        self.own = issued("Authority", "authority")
        self.made: dict[tuple[str, str], Pair] = {}

    @cached_property
    def other(self) -> Pair:
        """Another authority: of the same name, with another key."""
        return issued("Authority", "authority")

    def pair(self, side: str, fault: str = "") -> Pair:
        """The certificate of the ``server`` or the ``client``, with one of ``FAULTS`` or none."""
        if (side, fault) not in self.made:
            self.made[side, fault] = self._issued(side, fault)
        return self.made[side, fault]

    def _issued(self, side: str, fault: str) -> Pair:
        issuer: Pair | None = self.own
        if fault == "other-ca":
            issuer = self.other
        elif fault == "self-signed":
            issuer = None
        days = {"expired": (-90, -30), "not-yet-valid": (30, 90)}.get(fault, (-2, 30))
        purpose = {"server": "client", "client": "server"}[side] if fault == "wrong-usage" else side
        names = WRONG if fault == "wrong-name" else CALLED
        return issued(
            "localhost" if side == "server" else "client", purpose, issuer, days, names if side == "server" else ()
        )

    def chain(self, side: str, fault: str = "") -> str:
        """The certificate and then its authority, in PEM."""
        return self.pair(side, fault).certificate + (self.other if fault == "other-ca" else self.own).certificate

    def held_by(self, role: str) -> str:
        """What is in a file: a side's ``certificate``, ``key`` or both (``pair``), or the ``authority``, in PEM."""
        side, _, part = role.partition(" ")
        if not part:
            return self.own.certificate
        key = "" if part == "certificate" else self.pair(side).private
        return key if part == "key" else key + self.chain(side)

    def write(self, folder: Path) -> None:
        """The files that every program of the lecture is given."""
        folder.joinpath("ca.pem").write_text(self.own.certificate)
        for side in ("server", "client"):
            folder.joinpath(f"{side}_cert.pem").write_text(self.chain(side))
            folder.joinpath(f"{side}_key.pem").write_text(self.pair(side).private)
