"""The one authority that a program trusts, in place of the machine's, in each form and place that runtimes read.

Owns where systems, certifi and Java keep their bundles, and the format of Java's. Knows nothing of who signs what.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import ssl
import struct
from functools import lru_cache
from pathlib import Path

# below /etc. Debian, Arch and most runtimes; SUSE; Alpine; Fedora, under its older names and its newer one
_BUNDLES = (
    *("ssl/certs/ca-certificates.crt", "ssl/ca-bundle.pem", "ssl/cert.pem"),
    *("pki/tls/certs/ca-bundle.crt", "pki/tls/cert.pem", "pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
)
# where Debian's and Fedora's packages of Java link to
_KEY_STORES = ("ssl/certs/java/cacerts", "pki/java/cacerts", "pki/ca-trust/extracted/java/cacerts")
_KEPT = "ssl/openssl.cnf"
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
# Java's own default; nobody asks for it where a store holds no private key
_PASSWORD = "changeit"


def write_trust(etc: Path, authority: bytes) -> None:
    """Write ``authority``, in PEM, under ``etc`` wherever a system keeps the authorities it trusts."""
    store = key_store(authority)
    for names, content in ((_BUNDLES, authority), (_KEY_STORES, store)):
        for name in names:
            place = etc / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            place.chmod(0o644)
    if Path("/etc", _KEPT).is_file():
        shutil.copyfile(Path("/etc", _KEPT), etc / _KEPT)


@lru_cache
def covered(folders: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Bundles in ``/usr`` and in ``folders``, which are seen too: pairs (what covers it, below ``/etc``; its place)."""
    homes = [*map(Path, folders), *Path("/usr/lib/jvm").glob("*")]
    stores = {home / inner / "lib/security/cacerts" for home in homes for inner in (".", "jre")}
    bundles = {Path(folder) / "certifi/cacert.pem" for folder in folders}
    seen = (*folders, "/usr")
    found = {
        (cover, str(place.resolve()))
        for cover, places in ((_KEY_STORES[0], stores), (_BUNDLES[0], bundles))
        for place in places
        if place.is_file() and any(place.resolve().is_relative_to(folder) for folder in seen)
    }
    return tuple(sorted(found))


def key_store(authority: bytes) -> bytes:
    """The certificates of ``authority``, in PEM, as a store of trusted ones, in the format that Java calls JKS."""
    certificates = [ssl.PEM_cert_to_DER_cert(found) for found in _PEM.findall(authority.decode("ascii"))]
    body = struct.pack(">III", 0xFEEDFEED, 2, len(certificates))
    for number, certificate in enumerate(certificates):
        # tag 2 is a trusted certificate; its date says nothing
        body += struct.pack(">I", 2) + _text(f"authority{number}") + struct.pack(">Q", 0)
        body += _text("X.509") + struct.pack(">I", len(certificate)) + certificate
    # not a secret: the sum that the format prescribes, with its fixed salt
    return body + hashlib.sha1(_PASSWORD.encode("utf-16-be") + b"Mighty Aphrodite" + body).digest()  # noqa: S324


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text)) + text.encode("ascii")
