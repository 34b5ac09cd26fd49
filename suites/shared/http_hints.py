"""Likely causes that HTTP clients share. Each suite proves them by known-bad programs of its own.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.model import Attempt
from harness.requirement import Hint
from suites.shared.evidence import Question, observed, printed
from suites.shared.http import NOT_FOLLOWED
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
        "Libraries seldom have a time limit of their own. Give yours one: timeout=5 for urlopen() and requests, "
        "setReadTimeout() in Java, AbortSignal.timeout() for fetch(), --max-time for curl. Where there is one, it is "
        "too long, or the program tries again each time that it runs out.",
    ),
    Hint(
        "status-zero",
        on("fails-clearly"),
        observed("exited with status 0"),
        "The program ends as if all were well. Say what went wrong, and end with a status "
        "other than 0: in Python, sys.exit(message) does both.",
    ),
    Hint(
        "verification-off",
        on("rejects-bad-certificate"),
        always,
        "The certificate, or the name in it, is not verified. verify=False, CERT_NONE and check_hostname=False turn "
        "that off, as do curl -k, rejectUnauthorized: false and a TrustManager that takes all: leave them out, since "
        "who signs the right certificates is trusted already. A few libraries verify only when they are told to.",
    ),
    Hint(
        "status-not-asked",
        on("reports-http-error"),
        always,
        "Neither the exit status nor the output tells of the error. Ask for the answer's status: raise_for_status() of "
        "requests, r.ok of fetch(), statusCode() of Java's HttpClient, curl --fail.",
    ),
)
WITH_PAGE = (
    *SHARED,
    Hint(
        "not-followed",
        on("follows-redirect"),
        observed(NOT_FOLLOWED),
        "The redirect was not followed: Location says where to ask next. urlopen() and requests do so by themselves, "
        "curl with -L, Java's HttpClient with followRedirects(); Node's http.request() and sockets leave it to you.",
    ),
    Hint(
        "break-off-not-noticed",
        on("survives-truncated-body"),
        always,
        "The answer said how long it is, and fewer bytes came. Where a library raises an error then, do not lose it; "
        "where it does not, or you read from a socket, compare the number of bytes with Content-Length.",
    ),
)


def not_encoded(*names: str) -> Hint:
    """A cause of wrong fields in queries and forms."""
    return Hint(
        "not-encoded",
        on(*names),
        any_of(observed(AS_GIVEN), printed("URL can't contain control characters", "UnicodeEncodeError")),
        "The fields are sent as they are, where a URL, or a form, may not hold every character. Encode them: "
        "urllib.parse.urlencode() in Python, URLSearchParams in JavaScript, URLEncoder in Java, curl --data-urlencode.",
    )


def split_too_often(*names: str) -> Hint:
    """A cause of lost fields in every program that takes ``key=value``."""
    return Hint(
        "split-too-often",
        on(*names),
        printed("dictionary update sequence element", "too many values to unpack"),
        'A value may hold an equals sign itself. Split at the first one only: argument.split("=", 1).',
    )
