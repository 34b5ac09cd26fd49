"""Likely causes of failures of programs that authenticate, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.http_auth.requirements import NO_CREDENTIALS
from suites.shared.evidence import observed, of
from suites.shared.http_hints import WITH_PAGE, always, on

HINTS = (
    *WITH_PAGE,
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
        "No credentials were sent, nor was the server's challenge answered. A library that answers it, such as "
        "HTTPBasicAuthHandler, does so only for the realm, the host and the port that the credentials were added for. "
        "The realm here is pypi.",
    ),
    Hint(
        "header-of-its-own",
        on("keeps-credentials-home"),
        always,
        "The credentials went with a request to another host. requests' auth=, HTTPBasicAuthHandler with the URL and "
        "curl -L -u keep them home. A header of your own goes along (not by add_unredirected_header()), LWP's does, "
        "and Java's Authenticator answers whoever asks: look at the host before.",
    ),
)
