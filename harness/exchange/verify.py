"""Verifiers: what arrived against what was due, told so that wrong, too few, too many and late differ.

Pure functions over bytes and endings; each returns or raises ``Unmet``. May not know of sockets.
``at`` is when it ended, in seconds since the attempt began (for ``TIMEOUT`` how long nothing had come);
``sent`` is a sentence, ``example`` the smallest failing input of a property.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.exchange.datagram import Datagram
from harness.exchange.unmet import Unmet
from harness.exchange.words import (
    byte_in_words,
    bytes_in_words,
    describe,
    duration,
    place,
    plural,
    ran_out_of_time,
    sentence,
)
from harness.model import Happening, Window

__all__ = [
    "Bytes",
    "bytes_in_words",
    "describe",
    "ended_politely",
    "first_difference",
    "nothing_received",
    "one_reply",
    "same_stream",
    "window",
]

Bytes = bytes | bytearray

BEFORE, AFTER = 8, 24  # bytes of a window
BLOCK = 64 << 10


def same_stream(
    expected: Bytes,
    received: Bytes,
    *,
    sent: str,
    ending: Happening | None,
    at: float | None = None,
    wants_end: bool = False,
    example: str = "",
    where: str = "back",
) -> None:
    """Hold that ``received`` is ``expected`` and, where ``wants_end``, that end of stream came after it.

    ``where`` says of the bytes where they came.
    """
    offset = first_difference(expected, received)
    if offset is None and (ending is Happening.END or not wants_end):
        return
    observed, difference = _told(expected, received, offset, where)
    clause = describe(ending, at)
    raise Unmet(
        sent=sent,
        expected=sentence(f"{bytes_in_words(expected)} {where}{', then end of stream' if wants_end else ''}"),
        observed=sentence(f"{observed}; {clause}"),
        difference=difference,
        window=None if offset is None else window(expected, received, offset),
        late=ran_out_of_time(ending) and (offset is None or offset == len(received)),
        example=example,
    )


def _told(expected: Bytes, received: Bytes, offset: int | None, where: str) -> tuple[str, str]:
    """What was observed and how it differs; ``offset`` is of the first difference."""
    back = f"{bytes_in_words(received)} {where}"
    if offset is None:
        return (f"{back}, all correct" if received else back), "No byte is missing; end of stream is."
    if offset == len(received):
        missing = plural(len(expected) - offset, "byte")
        return (f"{back}, all correct" if received else back), f"{missing} missing, from {place(offset)}."
    if offset == len(expected):
        more = memoryview(received)[offset:]
        return (
            f"{back}, {plural(len(more), 'byte')} more than were due",
            f"{_extra(more)}, from {place(offset)}.",
        )
    correct = f"the first {offset:,} correct" if offset else "wrong from the first byte"
    counts = "" if len(received) == len(expected) else f", {_balance(len(received) - len(expected))}"
    got, due = byte_in_words(received[offset]), byte_in_words(expected[offset])
    return f"{back}, {correct}{counts}", f"At {place(offset)}: {got} where {due} was due."


def _balance(surplus: int) -> str:
    return f"{plural(abs(surplus), 'byte')} {'too many' if surplus > 0 else 'too few'} in all"


def _extra(more: Bytes | memoryview) -> str:
    words = bytes_in_words(more)
    counted = f"{plural(len(more), 'byte')} too many"
    return f"{counted}: {words}" if words.startswith("b") else counted


def nothing_received(
    received: Bytes,
    *,
    sent: str,
    ending: Happening | None,
    at: float | None = None,
    expected: str = "Nothing more.",
    example: str = "",
) -> None:
    """Hold that nothing arrived, however the connection ended."""
    if received:
        raise Unmet(
            sent=sent,
            expected=expected,
            observed=sentence(f"{bytes_in_words(received)}, {describe(ending, at)}"),
            difference=f"{_extra(received)}.",
            window=window(b"", received, 0),
            example=example,
        )


def ended_politely(ending: Happening | None, *, sent: str, at: float | None = None, example: str = "") -> None:
    """Hold that the stream came to its end: no reset, and not left open."""
    if ending is Happening.END:
        return
    clause = describe(ending, at).removeprefix("then ").removeprefix("and ")
    raise Unmet(
        sent=sent,
        expected="End of stream.",
        observed=sentence(clause),
        late=ran_out_of_time(ending),
        example=example,
    )


def one_reply(
    replies: Sequence[Datagram],
    *,
    sent: str,
    refused: int = 0,
    waited: float | None = None,
    expected: str = "Exactly one datagram.",
    example: str = "",
) -> Datagram:
    """Hold that exactly one datagram came, and return it; ``waited`` is for how many seconds."""
    if len(replies) == 1:
        return replies[0]
    if replies:
        shown = ", ".join(bytes_in_words(reply.data) for reply in replies[:3])
        observed = f"{plural(len(replies), 'datagram')}: {shown}{', …' * (len(replies) > 3)}"
        difference = f"{plural(len(replies) - 1, 'datagram')} too many."
    elif refused:
        observed, difference = "no datagram; the port was unreachable", "One datagram missing."
    else:
        within = f" within {duration(waited)}" if waited is not None else ""
        observed, difference = f"no datagram{within}", "One datagram missing."
    raise Unmet(
        sent=sent,
        expected=expected,
        observed=sentence(observed),
        difference=difference,
        late=not replies and not refused,
        example=example,
    )


def first_difference(a: Bytes, b: Bytes) -> int | None:
    """Offset of the first byte that differs, the shorter's length where one begins the other, None if equal."""
    if a == b:
        return None
    shorter = min(len(a), len(b))
    start = 0
    while start < shorter and a[start : start + BLOCK] == b[start : start + BLOCK]:
        start += BLOCK
    size = min(BLOCK, shorter - start)
    if size <= 0 or a[start : start + size] == b[start : start + size]:
        return shorter
    while size > 1:
        half = size // 2
        if a[start : start + half] == b[start : start + half]:
            start, size = start + half, size - half
        else:
            size = half
    return start


def window(expected: Bytes, actual: Bytes, offset: int) -> Window:
    """The bytes around ``offset``: 8 before, 24 from it on, or as many as there are."""
    start = max(0, offset - BEFORE)
    end = offset + AFTER
    return Window(offset=offset, start=start, expected=bytes(expected[start:end]), actual=bytes(actual[start:end]))
