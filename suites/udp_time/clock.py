"""Reading ``time.ctime()``'s text: pure functions from bytes to a moment, or to what is wrong.

Owns the format (Python documentation, ``time.asctime``; C17 7.27.3.1). May not know of sockets.
"""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

from harness.exchange.unmet import Unmet
from harness.exchange.words import bytes_in_words, plural

FORM = "Wed Aug 15 20:35:08 2012"
WITH_MORE = "Its first 24 characters are of that form"


def moment(reply: bytes, *, sent: str) -> datetime:
    """The local time that ``reply`` tells. Raises ``Unmet`` where it is not in ctime's form.

    Trailing white space is allowed.
    """
    text = reply.rstrip(b" \t\r\n").decode("latin-1")
    read = _read(text)
    if read is None or time.asctime(read) != text:
        raise Unmet(
            sent=sent,
            expected=f"24 characters as time.ctime() writes them, as in {FORM!r}.",
            observed=f"{plural(len(reply), 'byte')}: {bytes_in_words(reply[:32])}{' and more' if reply[32:] else ''}.",
            difference=_difference(text, read),
        )
    return datetime(*read[:6])


def _read(text: str) -> time.struct_time | None:
    try:
        read = time.strptime(text, "%a %b %d %H:%M:%S %Y")
        datetime(*read[:6])  # which refuses the seconds 60 and 61; a reply names no zone
    except ValueError:
        return None
    return read


def _difference(text: str, read: time.struct_time | None) -> str:
    first, more = text[: len(FORM)], text[len(FORM) :].encode("latin-1")
    if more and (right := _read(first)) and time.asctime(right) == first:
        return f"{WITH_MORE}; {plural(len(more), 'byte')} more come after them, {bytes_in_words(more[:1])} first."
    if read is not None:
        return f"For that date it would be {time.asctime(read)!r}."
    if len(text) != len(FORM):
        return f"{plural(len(text), 'character')} instead of {len(FORM)}."
    return "It does not read as a date of that form."


def local_now(zone: str) -> datetime:
    """The present time in ``zone``, as a program started there would tell it."""
    return datetime.now(ZoneInfo(zone)).replace(tzinfo=None)
