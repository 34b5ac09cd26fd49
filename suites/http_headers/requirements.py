"""What a program with headers of its own must do beside what all HTTP clients must.

Owns that check.
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from harness.exchange.unmet import Unmet
from harness.launch.client import Client
from harness.requirement import MUST, requirement
from suites.shared.http_answers import Page, letters
from suites.shared.http_calls import Fields, HttpCaller, visit

if TYPE_CHECKING:
    from harness.exchange.mock import Heard, Mock

LEFT_OUT = "Its header lacked"
TWICE = "Its header had more than one"
INSTEAD = "Its header had another value in"
# what libraries send of their own accord
_USUAL = {
    *("host", "connection", "accept", "accept-encoding", "accept-language", "content-type", "content-length"),
    *("transfer-encoding", "te", "cache-control", "pragma", "sec-fetch-mode", "http2-settings", "upgrade"),
}
_LIBRARY = re.compile(
    r"python-urllib|python-requests|python-httpx|python/|aiohttp|java|node|undici|curl|wget|perl|libwww|lwp|http-tiny"
    r"|go-http|okhttp|ruby|reqwest|ureq",
    re.IGNORECASE,
)


def header_fields(draw: Random) -> Fields:
    """The lecture's two, and one of several words, with a capital."""
    # no value has an equals sign in it: that an argument is to be split at its first alone is said nowhere
    return {
        "User-agent": f"{letters(draw, 6)}/{letters(draw, 8)}",
        letters(draw, 7).capitalize(): letters(draw, 10),
        f"X-{letters(draw, 4)}-{letters(draw, 4)}": f"{letters(draw, 5).title()}; {letters(draw, 5)}",
    }


@requirement("sends-headers", MUST, needs=("requests",))
def sends_headers(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Send the fields that it is told in the request's header; ``User-agent`` takes the place of the library's own.

    Why: servers answer by them: who asks, in what language, what it can read. The case of a name is of no account.

    Source: lecture, Using HTTP; RFC 9110 sections 5.1 and 10.1.5; Python documentation, urllib.request.Request
    """
    fields = header_fields(draw)
    seen = visit(client, mock, dialect, draw, Page(draw), fields=fields)
    if dialect.fixed:
        if not any(_has_own(each) for each in seen.due):
            raise Unmet(
                sent=seen.given,
                expected="A field in its header that is the program's own.",
                observed=seen.observed,
            )
        return
    last = seen.due[-1] if seen.due else None
    wrong = [words for name, value in fields.items() if last and (words := _fault(last, name, value))]
    if wrong or not last:
        due = "; ".join(f"{name}: {value}" for name, value in fields.items())
        raise Unmet(
            sent=seen.given,
            expected=f"In the header of the request: {due}.",
            observed=seen.observed,
            difference=" ".join(wrong),
            late=seen.late and not seen.heard,
        )


def _fault(heard: Heard, name: str, due: str) -> str:
    values = heard.headers.getlist(name)
    if not values:
        return f"{LEFT_OUT} {name}."
    if len(values) > 1:
        return f"{TWICE} {name}."
    return "" if values[0].strip() == due else f"{INSTEAD} {name}: {values[0]!r}."


def _has_own(heard: Heard) -> bool:
    others = {name.lower() for name, _ in heard.headers.items()} - _USUAL - {"user-agent"}
    agent = heard.headers.get("user-agent", "")
    return bool(others) or bool(agent and not _LIBRARY.match(agent))
