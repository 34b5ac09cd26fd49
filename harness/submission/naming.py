"""Names out of a submission, made safe to show and safe to use as a folder's name.

Owns the escaping of hostile file names. May not know what the names are names of.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata

_SUFFIX = re.compile(r"\.(zip|tar|tar\.gz|tgz|pyw?)\Z", re.IGNORECASE)
_LONGEST = 60


def shown(name: bytes | str) -> str:
    r"""``name`` with control, bidirectional, zero-width and undecodable characters as escapes.

    The result is printable and encodes as UTF-8. Bytes that are no UTF-8 become ``\xNN``.
    """
    text = name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else name
    return "".join(_visible(character) for character in text)


def clipped(text: str, limit: int = 200) -> str:
    """The first ``limit`` characters of ``text``, in the form that ``shown`` gives."""
    safe = shown(text)
    return safe if len(safe) <= limit else f"{safe[:limit]}…"


def base_name(path: str) -> str:
    """The name a submission goes by: the last part of ``path`` without its suffix, as a safe folder name.

    ``reference/tcp_echo.py`` gives ``tcp_echo``. A name that had to be changed carries a hash of itself,
    so that two different ones stay different.
    """
    real = os.path.basename(os.path.abspath(path))
    bare = _SUFFIX.sub("", real) or real
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", plain)[:_LONGEST].strip("-.")
    if slug and slug == bare:
        return slug
    digest = hashlib.sha256(os.fsencode(bare)).hexdigest()[:8]
    return f"{slug or 'submission'}-{digest}"


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that did not decode (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
