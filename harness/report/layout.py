"""Lines for a terminal of 80 columns: wrapping, labels, heads.

Owns the columns. Everything it is given is made visible here, once, before it is measured. May not know what a
result is.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.report.style import Style
from harness.report.text import columns, visible

WIDTH = 80
LABEL = 12
"""Columns of a label and the space after it; a longer label takes what it needs."""


def wrapped(text: str, width: int) -> list[str]:
    """``text`` made visible, over lines of at most ``width`` columns, cut between words where that is possible."""
    lines = [""]
    for word in visible(text).split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if columns(joined) <= width:
            lines[-1] = joined
            continue
        if not lines[-1]:
            lines.pop()
        lines += cut(word, width)
    return lines


def cut(text: str, width: int) -> list[str]:
    """``text``, visible already, cut into pieces of at most ``width`` columns wherever that falls."""
    pieces, used = [""], 0
    for char in text:
        wide = columns(char)
        if used + wide > width:
            pieces.append("")
            used = 0
        pieces[-1] += char
        used += wide
    return pieces


def shortened(text: str, width: int) -> str:
    """``text`` made visible, on one line of at most ``width`` columns, ended by an ellipsis where it was longer."""
    shown = visible(text)
    return shown if columns(shown) <= width else cut(shown, width - 1)[0].rstrip() + "…"


def labelled(label: str, text: str, style: Style) -> Iterator[str]:
    """``text`` behind ``label``, the lines after the first indented as far; nothing where there is no text."""
    if text:
        indent = _indent(label)
        yield from beside(label, wrapped(text, WIDTH - indent), style)


def listed(label: str, lines: list[str], style: Style, most: int) -> Iterator[str]:
    """``lines`` behind ``label``, each a line of its own, cut where it is too long; the last ``most`` pieces."""
    pieces = [piece for line in lines for piece in cut(visible(line), WIDTH - _indent(label))][-most:]
    if pieces:
        yield from beside(label, pieces, style)


def beside(label: str, lines: list[str], style: Style) -> Iterator[str]:
    """``lines``, which fit already, the first behind ``label``."""
    indent = _indent(label)
    first, *others = lines
    yield style.paint("label", label) + " " * (indent - len(label)) + first
    yield from (f"{' ' * indent}{line}".rstrip() for line in others)


def head(word: str, role: str, parts: tuple[str, str], right: str, style: Style) -> str:
    """One line: the outcome, an identifier, a title as far as it fits, and the points at the right edge."""
    start = f"{word.upper():<4}  "
    room = WIDTH - len(start) - len(right) - 2
    left = shortened("  ".join(visible(part) for part in parts), room)
    return style.paint(role, start.rstrip()) + start[len(start.rstrip()) :] + left + _fill(left, room) + "  " + right


def _fill(left: str, room: int) -> str:
    return " " * max(0, room - columns(left))


def _indent(label: str) -> int:
    return max(LABEL, len(label) + 2)
