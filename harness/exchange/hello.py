"""A ClientHello written by hand, and the first thing a server answers to it.

Owns the bytes of both, for versions that no library of today would speak: SSL 3, TLS 1.0 and TLS 1.1
(RFC 6101, RFC 2246, RFC 4346). Knows no sockets; bytes in, a verdict on them out.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

from harness.exchange.alerts import name_of

VERSIONS = {"SSL 3": 0x0300, "TLS 1.0": 0x0301, "TLS 1.1": 0x0302}
TLS_1_2 = 0x0303
NAMES = {number: name for name, number in VERSIONS.items()} | {TLS_1_2: "TLS 1.2"}

# all that those versions can speak: elliptic curves with ECDSA and with RSA, then plain RSA; AES, 3DES, RC4
_SUITES = (
    *(0xC00A, 0xC009, 0xC008, 0xC007, 0xC014, 0xC013, 0xC012, 0xC011),
    *(0x0039, 0x0033, 0x0016, 0x0035, 0x002F, 0x000A, 0x0005, 0x0004),
    0x00FF,  # that is no suite, but says that renegotiation is safe (RFC 5746)
)
_HANDSHAKE, _ALERT = 22, 21
_CLIENT_HELLO, _SERVER_HELLO = 1, 2
_SERVER_NAME, _GROUPS, _POINT_FORMATS = 0, 10, 11
_CURVES = (29, 23, 24, 25)


def client_hello(version: int, nonce: bytes, name: str) -> bytes:
    """A record with a ClientHello of ``version``; ``nonce`` is 32 bytes, ``name`` the host that is asked for."""
    suites = b"".join(struct.pack("!H", suite) for suite in _SUITES)
    body = struct.pack("!H", version) + nonce + b"\0" + _counted(suites) + b"\1\0"
    if version > VERSIONS["SSL 3"]:  # which had no extensions
        curves = b"".join(struct.pack("!H", curve) for curve in _CURVES)
        body += _counted(
            _extension(_SERVER_NAME, _counted(b"\0" + _counted(name.encode())))
            + _extension(_GROUPS, _counted(curves))
            + _extension(_POINT_FORMATS, b"\1\0")
        )
    message = bytes([_CLIENT_HELLO]) + len(body).to_bytes(3, "big") + body
    return struct.pack("!BH", _HANDSHAKE, min(version, 0x0301)) + _counted(message)


def _counted(data: bytes) -> bytes:
    return struct.pack("!H", len(data)) + data


def _extension(kind: int, data: bytes) -> bytes:
    return struct.pack("!H", kind) + _counted(data)


@dataclass(frozen=True)
class Answer:
    """What came first: a ServerHello of ``version``, an alert by its ``name``, something else, or not enough yet."""

    kind: Literal["hello", "alert", "other", "incomplete"]
    version: int = 0
    name: str = ""


def answer(data: bytes) -> Answer:
    """Read the beginning of what a server sent."""
    handshake = b""
    while len(data) >= 5:
        kind, _, size = struct.unpack("!BHH", data[:5])
        record, data = data[5 : 5 + size], data[5 + size :]
        if kind == _ALERT:
            return Answer("alert", name=name_of(record[1])) if len(record) >= 2 else Answer("incomplete")
        if kind != _HANDSHAKE:
            return Answer("other")
        handshake += record
        if handshake and handshake[0] != _SERVER_HELLO:
            return Answer("other")
        if len(handshake) >= 6:
            return Answer("hello", version=int.from_bytes(handshake[4:6], "big"))
    return Answer("incomplete")
