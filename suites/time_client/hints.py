"""Likely causes of a time client's failures, each proved by a known-bad program on which it fires.

Owns the guesses that are about the time, and their words; others are shared.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.calling_hints import DATAGRAM_HINTS, hint
from suites.shared.evidence import observed
from suites.shared.runs import WAITS_FOR_MORE
from suites.time_client.requirements import ANOTHER_TIME, CUT_OFF

HINTS: tuple[Hint, ...] = (
    hint(
        "not-empty",
        "sends-empty",
        observed("A datagram of"),
        "An empty datagram has not one byte in it; a line end, or the zero that ends a string in C, is one. In Python "
        "that is sendto(b'', address), elsewhere a length of 0.",
    ),
    hint(
        "own-clock",
        "prints-reply",
        observed(ANOTHER_TIME),
        "The client prints this machine's own time. Print what recvfrom() returned: it is the server's.",
    ),
    hint(
        "small-buffer",
        "prints-reply",
        observed(CUT_OFF),
        "A datagram that does not fit is cut off, and the rest is lost. Give recvfrom() room for it all, 8192, and "
        "print all that it returns.",
    ),
    hint(
        "waits-for-more",
        "prints-reply",
        observed(WAITS_FOR_MORE),
        "The client goes on reading, or its socket is still open and keeps it alive. One datagram is the whole answer, "
        "and a datagram socket knows no end: close it then.",
    ),
    *DATAGRAM_HINTS,
)
