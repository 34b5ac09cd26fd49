"""Whether a reply stands in what a client wrote, however it prints it.

Owns that question, over bytes alone. Judges nothing.
"""

from __future__ import annotations

import re

from harness.exchange.verify import bytes_in_words
from harness.launch.client import Outcome

PROOF = 24  # letters whose order is no chance
WROTE_NOTHING = "It wrote nothing."
_ENDS = (40, 14)  # letters, and bytes that are written as four characters each


def prints(outcome: Outcome, reply: bytes) -> bool:
    """Whether ``reply`` stands in the output: as it is, word by word or, if it is long enough, letter by letter.

    A client may print line by line or by pieces, each in quotes or with a label.
    """
    if _without_space(reply) in _without_space(outcome.output) or _word_by_word(reply, outcome.output):
        return True
    return len(_letters(reply)) >= PROOF and in_order(reply, outcome.output)


def in_order(reply: bytes, output: bytes) -> bool:
    """Whether the reply's letters come in that order, whatever stands between them."""
    there = iter(output)
    return all(letter in there for letter in _letters(reply))


def quoted(outcome: Outcome) -> str:
    """The end of what it wrote, so much of it as is quoted and not counted."""
    ends = (outcome.output[-size:] for size in _ENDS)
    end = next((end for end in ends if repr(end) == bytes_in_words(end)), b"")
    return f"What it wrote ends with {bytes_in_words(end)}." if end else WROTE_NOTHING


def _word_by_word(reply: bytes, output: bytes) -> bool:
    at = 0
    for word in reply.split():
        found = output.find(word, at)
        if found < 0:
            return False
        at = found + len(word)
    return True


def _without_space(data: bytes) -> bytes:
    return re.sub(rb"\s", b"", data)


def _letters(data: bytes) -> bytes:
    return re.sub(rb"[^A-Za-z0-9]", b"", data)
