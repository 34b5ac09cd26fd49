"""What a name says of a file in PEM: certificate, key or authority, and whose.

Owns the words. Names of variables, of keywords and of files are read alike. May not know where a name stands.
"""

from __future__ import annotations

import posixpath
import re
from enum import StrEnum


class Part(StrEnum):
    """What a file is used as; one file may be several."""

    CERTIFICATE = "certificate"
    KEY = "key"
    AUTHORITY = "authority"


SUFFIX = re.compile(r"\.(pem|crt|cer|cert|key)\Z", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_KEY = re.compile(r"(server|client|ssl|tls|priv|private|p)?key(s|file|path|name|filename)?|private|privkey")
# keys that are no private ones: AUTHKEY, api_key, public_key, key_password
_OTHER_KEY = {"auth", "authkey", "api", "session", "public", "pub", "password", "passphrase", "words"}
_AUTHORITY = re.compile(r"(my|root|server|client)?ca(s|file|path|cert|certs|bundle|chain)?|root|authority|trust\w*")
_CERTIFICATE = re.compile(r"\w*cert(s|file|path|name|ificate|ificates|chain)?|crt\w*|\w*chain|pem(file|path)?|cer")
_CLIENT, _SERVER = re.compile(r"client\w*"), re.compile(r"server\w*|srv")


def named_part(name: str) -> Part | None:
    """What a variable, a keyword or a file without its suffix is called: ``KEYFILE``, ``ca_certs``, ``server-cert``."""
    words = [word.lower() for word in _WORD.findall(name[:100])]
    if any(_AUTHORITY.fullmatch(word) for word in words):
        # ca_key.pem is a key; a program that holds its authority's key issues certificates of its own
        return None if any(_KEY.fullmatch(word) for word in words) else Part.AUTHORITY
    if any(_KEY.fullmatch(word) for word in words):
        return None if _OTHER_KEY & set(words) else Part.KEY
    return Part.CERTIFICATE if any(_CERTIFICATE.fullmatch(word) for word in words) else None


def file_part(path: str) -> Part | None:
    """What the name of a file says, ``server.key`` and ``server-cert.pem``; nothing of ``server.pem``."""
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    part = named_part(stem)
    if part is None and suffix.lower() == ".key":
        return None if _OTHER_KEY & set(re.findall("[a-z]+", stem.lower())) else Part.KEY
    if part is None and suffix.lower() != ".pem" and SUFFIX.search(path):
        return Part.CERTIFICATE
    return part


def named_side(*names: str) -> str:
    """``client`` or ``server``, by the first name that says so; empty where none does."""
    for name in names:
        words = [word.lower() for word in _WORD.findall(name[-200:])]
        for side, pattern in (("client", _CLIENT), ("server", _SERVER)):
            if any(pattern.fullmatch(word) for word in words):
                return side
    return ""
