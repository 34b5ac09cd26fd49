"""How clients of a line server talk: every message is a line, or made of lines.

Owns what a line is. Judges nothing.
"""

from __future__ import annotations

from random import Random

from suites.shared.dialects import StreamDialect

END = b"\n"
# long enough that millions of bytes are not all system calls; a prime, so that no buffer's end is always a line's
_LINE = 251


class LineDialect(StreamDialect):
    """Lines over plain TCP: a message is a line, and comes back as it is, with its end."""

    def word(self, draw: Random, size: int = 24) -> bytes:
        """A line of letters and digits, ``size`` bytes with its end, never the same twice."""
        return super().word(draw, size - len(END)) + END

    def line(self, draw: Random, size: int) -> bytes:
        """A long line of letters, ``size`` bytes with its end, in which no part repeats."""
        return super().block(draw, size - len(END)) + END

    def block(self, draw: Random, size: int) -> bytes:
        """Many lines of moderate length, none of them empty, in which no part repeats."""
        lines = bytearray(super().block(draw, size))
        ends = range(_LINE - 1, size, _LINE)
        lines[_LINE - 1 :: _LINE] = END * len(ends)
        lines[-2:] = b"." + END
        return bytes(lines)

    def message(self, content: bytes) -> bytes:
        """One line, of ``content`` without its line ends. Where that is white space or nothing, a dot stands amid it.

        What comes of other line ends and of empty lines is asked by requirements of their own.
        """
        line = content.translate(None, b"\r\n")
        return (line if line.strip() else line + b"." + line) + END

    def remainder(self, block: bytes, count: int) -> bytes:
        """What is missing of the line that a cut at ``count`` left unfinished."""
        return block[count : block.find(END, count - 1) + len(END)] if 0 < count < len(block) else b""
