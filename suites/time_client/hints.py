"""Likely causes of a time client's failures, each proved by a known-bad program on which it fires.

Owns the guesses that are about the time, and their words; others are shared.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.calling_hints import DATAGRAM_HINTS, hint
from suites.shared.evidence import observed
from suites.time_client.requirements import ANOTHER_TIME

HINTS: tuple[Hint, ...] = (
    hint(
        "own-clock",
        "prints-reply",
        observed(ANOTHER_TIME),
        "The client prints this machine's own time. Print what recvfrom() returned: it is the server's.",
    ),
    *DATAGRAM_HINTS,
)
