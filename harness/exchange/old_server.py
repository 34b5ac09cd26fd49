"""The first flight of a server of TLS 1.0 or 1.1, written by hand, and whether a client went on after it.

Owns those bytes (RFC 2246, RFC 4346, RFC 4492), which libraries of today may refuse to write. The flight is whole and
rightly signed, so that a client which would speak that version finds nothing to object to. Knows no sockets.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_HANDSHAKE, _DATA = 22, 23
_CLIENT_HELLO, _SERVER_HELLO, _CERTIFICATE, _SERVER_KEY, _SERVER_DONE = 1, 2, 11, 12, 14
# ephemeral elliptic curves with ECDSA, as these versions have them: AES 256, AES 128, 3DES, RC4
_SUITES = (0xC00A, 0xC009, 0xC008, 0xC007)
_SAFE_RENEGOTIATION, _SAFE_SUITE = 0xFF01, 0x00FF
_POINT_FORMATS = 11
_P256 = b"\x03\x00\x17"


@dataclass(frozen=True)
class ClientHello:
    """What a server must know of one to answer it."""

    nonce: bytes
    suites: tuple[int, ...]
    extensions: frozenset[int]


def read_client_hello(data: bytes) -> ClientHello | None:
    """The ClientHello that ``data`` begins with; none where it is not whole, or is no ClientHello."""
    message = b"".join(_handshake(data))
    size = int.from_bytes(message[1:4], "big")
    if message[:1] != bytes([_CLIENT_HELLO]) or len(message) < 4 + size:
        return None
    try:
        return _parsed(message[4 : 4 + size])
    except (struct.error, IndexError):
        return None


def first_flight(version: int, hello: ClientHello, credential: bytes, leaf: bytes, nonce: bytes) -> bytes:
    """ServerHello, Certificate, ServerKeyExchange and ServerHelloDone of ``version``.

    ``credential`` holds the key in PEM, ``leaf`` is the certificate in DER, ``nonce`` has 32 bytes.
    """
    suite = next((each for each in _SUITES if each in hello.suites), _SUITES[0])
    body = struct.pack("!H", version) + nonce + b"\0" + struct.pack("!H", suite) + b"\0"
    extensions = b""
    if _SAFE_RENEGOTIATION in hello.extensions or _SAFE_SUITE in hello.suites:
        extensions += struct.pack("!HH", _SAFE_RENEGOTIATION, 1) + b"\0"
    if _POINT_FORMATS in hello.extensions:
        extensions += struct.pack("!HH", _POINT_FORMATS, 2) + b"\1\0"
    if extensions:
        body += struct.pack("!H", len(extensions)) + extensions
    messages = (
        (_SERVER_HELLO, body),
        (_CERTIFICATE, _long(_long(leaf))),
        (_SERVER_KEY, _server_key(credential, hello.nonce + nonce)),
        (_SERVER_DONE, b""),
    )
    flight = b"".join(bytes([kind]) + _long(message) for kind, message in messages)
    return struct.pack("!BHH", _HANDSHAKE, version, len(flight)) + flight


def goes_on(data: bytes) -> bool:
    """Whether more follows the ClientHello than an alert: a message of the handshake, or data."""
    message = b"".join(_handshake(data))
    more = len(message) > 4 + int.from_bytes(message[1:4], "big")
    return more or any(kind == _DATA for kind, _ in _records(data))


def _server_key(credential: bytes, nonces: bytes) -> bytes:
    """A fresh point on P-256, signed with SHA-1, which is all that these versions know."""
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key  # 60 ms
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    key: Any = load_pem_private_key(credential, None)
    fresh = generate_private_key(SECP256R1()).public_key()
    point = fresh.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    parameters = _P256 + bytes([len(point)]) + point
    signature = key.sign(nonces + parameters, ECDSA(SHA1()))  # noqa: S303  # weak, as the version is
    return parameters + struct.pack("!H", len(signature)) + bytes(signature)


def _long(data: bytes) -> bytes:
    return len(data).to_bytes(3, "big") + data


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    while len(data) >= 5:
        kind, _, size = struct.unpack("!BHH", data[:5])
        yield kind, data[5 : 5 + size]
        data = data[5 + size :]


def _handshake(data: bytes) -> Iterator[bytes]:
    return (record for kind, record in _records(data) if kind == _HANDSHAKE)


def _parsed(body: bytes) -> ClientHello:
    at = 35 + body[34]
    (size,) = struct.unpack_from("!H", body, at)
    suites = struct.unpack_from(f"!{size // 2}H", body, at + 2)
    at += 2 + size
    at += 1 + body[at] + 2
    extensions = set()
    while at + 4 <= len(body):
        kind, size = struct.unpack_from("!HH", body, at)
        extensions.add(kind)
        at += 4 + size
    return ClientHello(body[2:34], suites, frozenset(extensions))
