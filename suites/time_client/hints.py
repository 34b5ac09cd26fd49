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
        "own-clock",
        "prints-reply",
        observed(ANOTHER_TIME),
        "The client prints this machine's own time. Print what recvfrom() returned: it is the server's.",
    ),
    hint(
        "small-buffer",
        "prints-reply",
        observed(CUT_OFF),
        "A datagram that does not fit is cut off, and the rest is lost. Give recvfrom() room for it all: 8192.",
    ),
    hint(
        "waits-for-more",
        "prints-reply",
        observed(WAITS_FOR_MORE),
        "The client goes on reading. One datagram is the whole answer, and a datagram socket knows no end.",
    ),
    *DATAGRAM_HINTS,
)
