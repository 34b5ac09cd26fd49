"""Colour on a terminal, or none.

Owns the escape sequences and when they are used. May not know what is printed: words carry the meaning, and
text is made visible before it is painted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import TextIO


@dataclasses.dataclass(frozen=True)
class Style:
    """Paints text by role; a role without a code stays plain."""

    codes: Mapping[str, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))

    def paint(self, role: str, text: str) -> str:
        """``text`` between the escape sequences of ``role``."""
        code = self.codes.get(role)
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


PLAIN = Style()
ANSI = Style(
    MappingProxyType(
        {
            "pass": "32",
            "fail": "1;31",
            "warn": "1;33",
            "note": "36",
            "blocked": "35",
            "skipped": "2",
            "error": "1;37;41",
            "label": "1",
            "warning": "1;30;43",
            "muted": "2",
        }
    )
)


def style_for(stream: TextIO, environ: Mapping[str, str]) -> Style:
    """The style for ``stream``: ``NO_COLOR`` beats ``FORCE_COLOR``, which beats what the stream is."""
    if environ.get("NO_COLOR"):
        return PLAIN
    if environ.get("FORCE_COLOR"):
        return ANSI
    return ANSI if stream.isatty() and environ.get("TERM") != "dumb" else PLAIN
