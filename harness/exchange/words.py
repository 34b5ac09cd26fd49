"""Numbers, times, bytes and endings in the words of a report.

Owns the phrases that more than one sentence uses. May not know what is being compared.
"""

from __future__ import annotations

from harness.model import Happening

_QUOTED = 60  # characters up to which a message is quoted, not counted


def plural(count: int, thing: str) -> str:
    """``1 byte``, ``8,388,608 bytes``."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def place(offset: int) -> str:
    """``offset 65,536 (0x10000)``."""
    return f"offset {offset:,} ({offset:#x})"


def bytes_in_words(data: bytes | bytearray | memoryview) -> str:
    """A short message as a bytes literal, a long one as its size, an empty one as ``nothing``."""
    if not data:
        return "nothing"
    if len(data) <= _QUOTED and len(literal := repr(bytes(data))) <= _QUOTED:
        return literal
    return plural(len(data), "byte")


def byte_in_words(value: int) -> str:
    """``0x41 'A'``, and ``0x0a`` where there is nothing to print."""
    return f"{value:#04x} {chr(value)!r}" if 0x20 < value < 0x7F else f"{value:#04x}"


def duration(seconds: float) -> str:
    """``0.2 ms``, ``3.6 ms``, ``120 ms``, ``5 s``, ``1.5 s``."""
    number, unit = (seconds, "s") if seconds >= 0.9995 else (seconds * 1000, "ms")
    digits = f"{number:.1f}" if number < 9.95 else f"{number:.0f}"
    return f"{digits.removesuffix('.0')} {unit}"


def sentence(text: str) -> str:
    """``text`` with a capital letter and a full stop, unless it begins with a bytes literal."""
    text = text if text.startswith(("b'", 'b"')) else text[:1].upper() + text[1:]
    return f"{text}."


_ENDINGS = {
    Happening.END: "end of stream",
    Happening.RESET: "a reset",
    Happening.REFUSED: "a refused connection",
    Happening.CLOSED: "the test client closed its connection",
    Happening.RESET_SENT: "the test client reset its connection",
    Happening.ALERT: "a TLS alert",
    Happening.ALERT_SENT: "the test client refused the handshake",
    Happening.NOT_TLS: "bytes that are no TLS",
}


def describe(ending: Happening | None, at: float | None = None) -> str:
    """How an exchange ended, as the last clause of a sentence.

    ``at`` is in seconds since the attempt began; for ``TIMEOUT`` it is how long nothing had come.
    """
    if ending is None:
        return "and the connection stayed open"
    if ending is Happening.TIMEOUT:
        return "then nothing more" + (f" for {duration(at)}" if at is not None else "")
    return f"then {_ENDINGS.get(ending, str(ending))}" + (f" at {duration(at)}" if at is not None else "")


def ran_out_of_time(ending: Happening | None) -> bool:
    """Whether nothing but a time limit ended the wait (docs/design.md, rule 4)."""
    return ending in (None, Happening.TIMEOUT)
