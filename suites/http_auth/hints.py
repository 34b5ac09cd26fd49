"""Likely causes of failures of programs that authenticate, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.http_auth.requirements import NO_CREDENTIALS
from suites.shared.evidence import observed, of
from suites.shared.http_hints import SHARED, always, on

HINTS = (
    *SHARED,
    Hint(
        "bytes-in-text",
        on("sends-credentials"),
        observed("Basic b'"),
        "b64encode() returns bytes, and an f-string writes them as b'…'. Decode them first: b64encode(…).decode().",
    ),
    Hint(
        "wrong-realm",
        on("sends-credentials"),
        lambda attempt: of(attempt).difference == NO_CREDENTIALS,
        "The server's challenge was not answered: HTTPBasicAuthHandler sends credentials only for the realm, the host "
        "and the port that they were added for. The realm here is pypi.",
    ),
    Hint(
        "header-of-its-own",
        on("keeps-credentials-home"),
        always,
        "The credentials go with every request, wherever a redirect points. Who leaves redirects to the library can "
        "leave them to it too: requests' auth=, HTTPBasicAuthHandler with the URL, or add_unredirected_header().",
    ),
)
