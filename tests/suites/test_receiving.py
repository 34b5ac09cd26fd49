"""How long an echo is waited for: as long as it can still become right, and hardly longer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

import pytest

from harness.exchange.stream import StreamPeer
from suites.shared.dialects import AFTERMATH, receive_all

DUE = b"abcdefgh"


class Scripted:
    """A peer to which ``pieces`` come one by one; ``waits`` are the limits of waits that began when all had come."""

    over = False

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.received = bytearray()
        self.taken = 0
        self.waits: list[float | None] = []
        self._pieces = list(pieces)

    def receive(self, count: int, limit: float | None = None, enough: Callable[[], bool] = lambda: False) -> bytes:
        due = self.taken + count
        while len(self.received) < due and not enough():
            if not self._pieces:
                self.waits.append(limit)
                break
            self.received += self._pieces.pop(0)
        piece = bytes(self.received[self.taken : due])
        self.taken += len(piece)
        return piece


@pytest.mark.parametrize(
    ("pieces", "got", "waits"),
    [
        ([b"abc", b"def", b"gh"], DUE, []),
        ([b"abcdefgh", b"more"], DUE, []),
        ([b"abc"], b"abc", [None, None]),
        ([], b"", [None]),
        ([b"x"], b"x", [AFTERMATH]),
        ([b"abx", b"de", b"fgh", b"more"], b"abxdefgh", []),
        ([b"abc", b"dex"], b"abcdex", [AFTERMATH]),
    ],
    ids=["right", "too much", "too little", "nothing", "wrong at once", "wrong and whole", "wrong later"],
)
def test_only_what_can_still_be_right_is_waited_for(pieces: list[bytes], got: bytes, waits: list[float | None]) -> None:
    peer = Scripted(pieces)
    assert receive_all(cast("StreamPeer", peer), DUE) == got
    assert peer.waits == waits


def test_what_was_taken_before_is_not_due_again() -> None:
    peer = Scripted([b"before" + DUE])
    peer.receive(len(b"before"))
    assert receive_all(cast("StreamPeer", peer), DUE) == DUE
    assert peer.waits == []
