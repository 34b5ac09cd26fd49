"""Likely causes of failures of programs that ask for the head, each proved by a known-bad program.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.evidence import observed, printed
from suites.shared.http_hints import SHARED, any_of, on

HINTS = (
    *SHARED,
    Hint(
        "another-method",
        on("requests", "sends-head"),
        observed("`GET "),
        "The page was asked for by GET. Ask for its head: requests.head(url), Request(url, method='HEAD'), curl -I.",
    ),
    Hint(
        "key-error",
        on("absent-field"),
        any_of(printed("KeyError", "NullPointerException"), observed("SIGSEGV")),
        "A field that is missing has no value: in Python headers['name'] raises KeyError, where headers.get('name') "
        "returns None; in Java it is null, in C NULL. Look before you use it.",
    ),
)
