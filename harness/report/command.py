r"""Commands as a shell reads them, safe to show and exact to paste.

Owns the quoting: a word with hidden characters is written ``$'a\x0a'``, which bash and zsh turn back into the
very bytes. May not know which command it is.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from harness.report.text import columns, visible


def quoted(arguments: Sequence[str]) -> str:
    """``arguments`` as one line for a shell."""
    return " ".join(map(quote, arguments))


def folded(arguments: Sequence[str], indent: int, width: int) -> list[str]:
    r"""The same over lines of at most ``width`` columns, each but the last ended by a backslash.

    The first line comes without its indent, the others with it; a word that is too long goes on at column 0,
    where the shell joins its pieces.
    """
    limit = width - len(" \\")
    lines: list[str] = []
    current, column = "", indent
    for number, argument in enumerate(arguments, start=1):
        first, *others = _pieces(argument, limit - indent)
        joined = f"{current} {first}" if current else first
        # the last word needs no room for a backslash after it
        if not current or column + columns(joined) <= (width if number == len(arguments) and not others else limit):
            current = joined
        else:
            lines.append(f"{current} \\")
            current, column = " " * indent + first, 0
        for piece in others:
            lines.append(f"{current}\\")
            current, column = piece, 0
    return [*lines, current]


def _pieces(argument: str, room: int) -> list[str]:
    word = quote(argument)
    if columns(word) <= room or len(argument) < 2:
        return [word]
    half = len(argument) // 2
    return _pieces(argument[:half], room) + _pieces(argument[half:], room)


def quote(word: str) -> str:
    """One argument as a word of a shell."""
    if visible(word) == word:
        return shlex.quote(word)
    digits = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b"\\'" else f"\\x{byte:02x}" for byte in _raw(word)
    )
    return f"$'{digits}'"


def _raw(word: str) -> bytes:
    try:
        return word.encode("utf-8", "surrogateescape")  # as the operating system names files
    except UnicodeEncodeError:
        return word.encode("utf-8", "surrogatepass")
