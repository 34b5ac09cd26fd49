"""Likely causes that HTTP clients share. Each suite proves them by known-bad programs of its own.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.model import Attempt
from harness.requirement import Hint
from suites.shared.evidence import Question, observed, printed
from suites.shared.http_fields import AS_GIVEN


def always(attempt: Attempt) -> bool:  # noqa: ARG001  # as questions are asked
    """The requirement can fail in one way only."""
    return True


def on(*names: str) -> frozenset[str]:
    """Requirements, by name."""
    return frozenset(names)


def any_of(*questions: Question) -> Question:
    """One of the questions holds."""
    return lambda attempt: any(question(attempt) for question in questions)


SHARED = (
    Hint(
        "no-time-limit",
        on("gives-up"),
        always,
        "Neither urlopen() nor requests has a time limit of its own. Give it one: timeout=5. Where there is one, "
        "it is too long, or the program tries again each time that it runs out.",
    ),
    Hint(
        "status-zero",
        on("fails-clearly"),
        observed("exited with status 0"),
        "The error is caught, and the program ends as if all were well. End it by sys.exit(message): that writes the "
        "message, and is status 1.",
    ),
    Hint(
        "verification-off",
        on("rejects-bad-certificate"),
        always,
        "The certificate, or the name in it, is not verified: verify=False, CERT_NONE and check_hostname=False do "
        "that. Leave them out: who signs the right certificates is trusted already.",
    ),
)


def not_encoded(*names: str) -> Hint:
    """A cause of wrong fields in queries and forms."""
    return Hint(
        "not-encoded",
        on(*names),
        any_of(observed(AS_GIVEN), printed("URL can't contain control characters", "UnicodeEncodeError")),
        "The fields are sent as they are. urllib.parse.urlencode() writes them as a URL, or a form, may hold them.",
    )


def split_too_often(*names: str) -> Hint:
    """A cause of lost fields in every program that takes ``key=value``."""
    return Hint(
        "split-too-often",
        on(*names),
        printed("dictionary update sequence element", "too many values to unpack"),
        'A value may hold an equals sign itself. Split at the first one only: argument.split("=", 1).',
    )
