"""Whether a reply stands in what a client wrote, however it prints it.

Owns that question, over bytes alone. Judges nothing.
"""

from __future__ import annotations

import re

from harness.exchange.verify import bytes_in_words
from harness.launch.client import Outcome

PROOF = 24  # letters whose order is no chance
WROTE_NOTHING = "It wrote nothing."


def prints(outcome: Outcome, reply: bytes) -> bool:
    """Whether ``reply`` stands in the output: as it is, in other lines or, if long enough, with marks between."""
    if _without_space(reply) in _without_space(outcome.output):
        return True
    return len(_letters(reply)) >= PROOF and in_order(reply, outcome.output)


def in_order(reply: bytes, output: bytes) -> bool:
    """Whether the reply's letters come in that order: a client may print by pieces, each in quotes or with a label."""
    there = iter(output)
    return all(letter in there for letter in _letters(reply))


def quoted(outcome: Outcome) -> str:
    """The end of what it wrote."""
    return f"What it wrote ends with {bytes_in_words(outcome.output[-40:])}." if outcome.output else WROTE_NOTHING


def _without_space(data: bytes) -> bytes:
    return re.sub(rb"\s", b"", data)


def _letters(data: bytes) -> bytes:
    return re.sub(rb"[^A-Za-z0-9]", b"", data)
