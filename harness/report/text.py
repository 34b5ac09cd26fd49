r"""Text that is safe to show: what a submission wrote is seen, never obeyed.

Owns the visible form of hidden characters (Python's escapes: ``\x1b``, ``\u202e``), and how numbers, times,
bytes and file names are written. May not know what any of it means, nor HTML: escaping comes after.
"""

from __future__ import annotations

import datetime
import hashlib
import math
import re
import unicodedata
from collections.abc import Iterator

from harness.model import Frozen, Output

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}

# drawn as nothing though their category says letter, mark or symbol: combining grapheme joiner, Hangul fillers,
# Khmer inherent vowels, Mongolian selectors, Braille blank, Hangul fillers again, variation selectors
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)

_FAILURE = re.compile(r"Exception in thread |Caused by: |(?:\w{1,80}\.){0,20}\w{0,80}(?:Error|Exception)\b")
_FRAME = re.compile(r"\s+at \S")

MARK_RUN = 2
"""Combining marks in a row that are drawn; more would climb over the lines above."""


def visible(text: str) -> str:
    """``text`` on one line with every control, bidirectional, zero-width and surrogate character shown."""
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        shown.append(_escape(char) if marks > MARK_RUN or _hidden(char) else char)
    return "".join(shown)


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in _HIDDEN_CATEGORIES or _BLANKS.match(char) is not None


def _escape(char: str) -> str:
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def printable(data: bytes) -> str:
    r"""``data`` as one line of UTF-8, everything else as ``\xff`` escapes."""
    return visible(data.decode("utf-8", "backslashreplace"))


def lines_of(data: bytes) -> list[str]:
    """``data`` as printable lines, cut at line feeds; a carriage return before one belongs to the line end."""
    lines = re.split(rb"\r?\n", data)
    return [printable(line.expandtabs(4)) for line in (lines if lines[-1] else lines[:-1])]


def gap(output: Output) -> int:
    """Bytes of ``output`` that were not kept."""
    return max(0, output.total - len(output.head) - len(output.tail))


def last_lines(output: Output, count: int) -> list[str]:
    """The last ``count`` lines a program wrote; a line says so where bytes before them were not kept.

    Where they are the rest of a stack trace, the line that says what failed comes first: Java and Node write it above.
    """
    overlap = max(0, len(output.head) + len(output.tail) - output.total) if output.tail else 0
    end = output.tail[overlap:]
    if not gap(output):
        return _with_failure(lines_of(output.head + end), count)
    lines = lines_of(end)
    missing = f"… {counted(gap(output), 'byte')} not kept …"
    return _with_failure(lines, count) if len(lines) > count else [missing, *lines]


def _with_failure(lines: list[str], count: int) -> list[str]:
    """The last ``count`` of ``lines``, the first two of them given up for what failed and a mark."""
    cut = max(0, len(lines) - count)
    found = [at for at, line in enumerate(lines) if _FAILURE.match(line) and any(map(_FRAME.match, lines[at : at + 6]))]
    if not found or found[-1] >= cut or count < 3:
        return lines[cut:]
    return [lines[found[-1]], "…", *lines[cut + 2 :]]


def columns(text: str) -> int:
    """Columns that ``text`` takes on a terminal at most; combining marks are counted as if they took one."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: ``1 byte``, ``8,388,608 bytes``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """A time as a person says it: ``3.6 ms``, ``1.25 s``, ``2 min 5 s``."""
    if not math.isfinite(seconds):
        return "unknown time"
    if seconds < 0.1:
        return f"{seconds * 1000:.1f} ms"
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:,} min {rest} s"


def moment(when: str) -> str:
    """A time in ISO 8601 as a person reads it, in UTC to the minute; what is no such time stays as it is."""
    try:
        told = datetime.datetime.fromisoformat(when)
    except ValueError:
        return when
    return told.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC") if told.tzinfo else when


class HexRow(Frozen, frozen=True):
    """Up to ``width`` bytes: their offset, two digits each, and their ASCII with dots for the rest."""

    offset: int
    digits: tuple[str, ...]
    text: str


def hexdump(data: bytes, start: int = 0, width: int = 16) -> Iterator[HexRow]:
    """``data`` in rows of ``width`` bytes, the first at offset ``start``."""
    for at in range(0, len(data), width):
        row = data[at : at + width]
        text = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
        yield HexRow(start + at, tuple(f"{byte:02x}" for byte in row), text)


def file_name(text: str) -> str:
    """A file name made from any text: a readable slug, and a hash that keeps two texts apart."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or "unnamed"
    return f"{slug}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
