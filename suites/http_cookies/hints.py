"""Likely causes of failures of programs with cookies, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.model import Attempt
from harness.requirement import Hint
from suites.http_cookies.requirements import BEGINNING, NO_COOKIE, ONE_REQUEST
from suites.shared.evidence import of
from suites.shared.http_hints import WITH_PAGE, always, on


def _difference(words: str, attempt: Attempt) -> bool:
    return of(attempt).difference.startswith(words)


HINTS = (
    *WITH_PAGE,
    Hint(
        "cookies-forgotten",
        on("returns-cookies"),
        lambda attempt: _difference(NO_COOKIE, attempt),
        "The second request began anew. Give it the cookies of the answer before, or keep one cookie jar for both: "
        "with requests that is cookies=resp1.cookies, or one requests.Session().",
    ),
    Hint(
        "one-request",
        on("returns-cookies"),
        lambda attempt: _difference(ONE_REQUEST, attempt),
        "The program requests its URL once. The cookies of the first answer are of use in a second request.",
    ),
    Hint(
        "one-field",
        on("returns-cookies"),
        lambda attempt: _difference("Missing", attempt),
        "An answer has one Set-Cookie field for each cookie: headers['Set-Cookie'] is the first of them, or all in one "
        "line. A request has one Cookie field for all, name=value; name=value. Leave both to a cookie jar.",
    ),
    Hint(
        "value-cut",
        on("returns-cookies"),
        lambda attempt: _difference(BEGINNING, attempt),
        "A value may hold further equals signs; the first one alone stands between name and value: "
        "name, _, value = text.partition('=').",
    ),
    Hint(
        "attributes-ignored",
        on("respects-path", "drops-expired"),
        always,
        "What stands after the first semicolon of Set-Cookie says where and until when a cookie is valid, "
        "in capital letters or small ones. http.cookiejar, and the session of requests, know what it means.",
    ),
)
