"""The queue of what is to be written."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.exchange.outbox import Outbox


@settings(deadline=None, database=None)
@given(st.lists(st.binary(min_size=1, max_size=20)), st.integers(0, 500), st.integers(0, 500))
def test_an_outbox_keeps_its_order_and_forgets_only_its_end(chunks: list[bytes], written: int, dropped: int) -> None:
    outbox, whole = Outbox(), b"".join(chunks)
    for chunk in chunks:
        outbox.push(chunk)
    dropped = min(dropped, len(whole))
    outbox.drop_last(dropped)
    whole = whole[: len(whole) - dropped]
    out = bytearray()
    while outbox.size:
        piece = outbox.first()[: 1 + written % 7]
        out += piece
        outbox.drop_first(len(piece))
    assert out == whole


def test_an_outbox_keeps_what_was_pushed_when_the_callers_buffer_changes() -> None:
    outbox, buffer = Outbox(), bytearray(b"abc")
    outbox.push(buffer)
    buffer[:] = b"xyz"
    assert bytes(outbox.first()) == b"abc"


def test_nothing_pushed_is_nothing_queued() -> None:
    outbox = Outbox()
    outbox.push(b"")
    assert outbox.size == 0
