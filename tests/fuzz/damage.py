"""Good bytes made bad, and what reading them may come to: a value, or the one error that its module documents.

Owns the ways in which bytes are damaged, and the bound on memory. Knows no format.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

ROOM = 96 << 20  # a reader of kilobytes that takes more has believed a number that it read
# what formats count with, at the edges of what their fields hold
_NUMBERS = [b"\0", b"\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\xff" * 4, b"\xff" * 8, b"-1", b"9" * 30, b"1e999"]


def outcome(read: Callable[[], T], *documented: type[Exception]) -> T | None:
    """What ``read`` gives; ``None`` where it raises what it may, with words that can be written down.

    Every other exception, and more than ``ROOM`` bytes in use at once, fail the test.
    """
    tracemalloc.start()
    try:
        return read()
    except documented as error:
        str(error).encode("utf-8")
        return None
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < ROOM, f"{most:,} bytes in use at once"


def damaged(seeds: Sequence[bytes], tokens: Sequence[bytes] = ()) -> st.SearchStrategy[bytes]:
    """One of ``seeds`` after up to five strokes: cut, repeated, overwritten, spliced with another, token put in."""
    pieces = st.sampled_from([*_NUMBERS, *tokens]) | st.binary(min_size=1, max_size=8)
    stroke = st.tuples(
        st.sampled_from(["keep", "drop", "repeat", "overwrite", "insert", "splice"]),
        st.integers(0, 1 << 16),
        st.integers(1, 64),
        pieces,
        st.sampled_from(list(seeds)),
    )
    return st.builds(_struck, st.sampled_from(list(seeds)), st.lists(stroke, max_size=5))


def _struck(seed: bytes, strokes: list[tuple[str, int, int, bytes, bytes]]) -> bytes:
    for way, place, size, piece, other in strokes:
        at = place % (len(seed) + 1)
        match way:
            case "keep":
                seed = seed[:at] or seed
            case "drop":
                seed = seed[:at] + seed[at + size :]
            case "repeat":
                seed = seed[:at] + seed[at : at + size] * 3 + seed[at + size :]
            case "overwrite":
                seed = seed[:at] + piece + seed[at + len(piece) :]
            case "insert":
                seed = seed[:at] + piece + seed[at:]
            case "splice":
                seed = seed[:at] + other[place % (len(other) + 1) :]
    return seed
