"""Likely causes of failures of programs with headers of their own, each proved by a known-bad program.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.model import Attempt
from harness.requirement import Hint
from suites.http_headers.requirements import INSTEAD, LEFT_OUT
from suites.shared.evidence import of
from suites.shared.http_hints import WITH_PAGE, on


def _left_out(attempt: Attempt) -> bool:
    return LEFT_OUT in of(attempt).difference


def _another_agent(attempt: Attempt) -> bool:
    return f"{INSTEAD} User-agent" in of(attempt).difference and not _left_out(attempt)


HINTS = (
    *WITH_PAGE,
    Hint(
        "library-agent",
        on("sends-headers"),
        _another_agent,
        "Another User-agent than yours was sent. Give yours with the request: in Python, Request(url, "
        "headers={'User-agent': …}); or set opener.addheaders instead of adding to it, as what was set first stands.",
    ),
    Hint(
        "headers-left-out",
        on("sends-headers"),
        _left_out,
        "The fields did not get into the header. In Python the second argument of urlopen(), of Request() and of "
        "requests.post() is data: name it headers=….",
    ),
)
