"""What a program that authenticates must do beside what all HTTP clients must.

Owns those checks. The realm of every challenge is the lecture's.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NoBase64
from random import Random
from typing import TYPE_CHECKING

from harness.exchange.unmet import Unmet
from harness.launch.client import Client
from harness.requirement import MUST, requirement
from suites.shared.http_answers import Page, challenge, letters, moved
from suites.shared.http_calls import Fields, HttpCaller, Visit, as_sent, visit
from suites.shared.printing import quoted
from suites.shared.runs import told

if TYPE_CHECKING:
    from harness.exchange.mock import Answer, Heard, Mock

NO_CREDENTIALS = "No request had an Authorization field."
ELSEWHERE = "127.0.0.2"


def credentials(draw: Random) -> Fields:
    """A name and a password that nobody can guess."""
    return {"user": letters(draw, 8), "password": letters(draw, 12)}


def _awkward(draw: Random) -> Fields:
    """A name and a password as people have them: an address, and a password too long for one line of base64."""
    return {"user": f"{letters(draw, 8)}@{letters(draw, 6)}.example", "password": f"{letters(draw, 27)}:/?@%41+&#"}


@requirement("sends-credentials", MUST, needs=("requests",))
def sends_credentials(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Send name and password as Basic credentials: at once, or when the server asks for them.

    Why: Basic means ``Authorization: Basic`` and the base64 form of ``user:password``; any other form is refused.

    Source: lecture, requests and urllib; RFC 7617 section 2; Python documentation, urllib.request.HTTPBasicAuthHandler
    """
    plain = credentials(draw)
    seen, due = _challenged(client, mock, dialect, draw, plain)
    if not any(_authorised(each, due) for each in seen.due):
        unsent = not any("authorization" in each.headers for each in seen.due)
        raise _unauthorised(seen, due, NO_CREDENTIALS if unsent else "")
    if dialect.fixed:
        return
    seen, due = _challenged(client, mock, dialect, draw, _awkward(draw))
    if not any(_authorised(each, due) for each in seen.due):
        raise _unauthorised(seen, due, f"Name {plain['user']} with password {plain['password']} had been sent rightly.")


def _challenged(
    client: Client, mock: Mock, dialect: HttpCaller, draw: Random, fields: Fields
) -> tuple[Visit, bytes | None]:
    """A run in which all but the credentials of ``fields`` is refused, and what those are before they are encoded."""
    page = Page(draw)
    due = None if dialect.fixed else f"{fields['user']}:{fields['password']}".encode()

    def answer(heard: Heard) -> Answer:
        return page(heard) if _authorised(heard, due) else challenge(draw)

    return visit(client, mock, dialect, draw, answer, fields=fields), due


def _unauthorised(seen: Visit, due: bytes | None, difference: str) -> Unmet:
    right = f"Basic credentials that mean {due!r}" if due else "Basic credentials"
    return Unmet(
        sent=f"{seen.given} The server answered with status 401 and a challenge for realm pypi.",
        expected=f"A request with {right}.",
        observed=seen.observed,
        difference=difference,
        late=seen.late,
    )


@requirement("reports-refusal", MUST, needs=("sends-credentials",))
def reports_refusal(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Report that the credentials are refused: by an exit status other than 0, or by printing 401.

    Why: the page that comes with a refusal is none of what was asked for.

    Source: RFC 9110 section 15.5.2; Python documentation, urllib.error.HTTPError
    """
    seen = visit(client, mock, dialect, draw, lambda _: challenge(draw))
    if seen.outcome.status == 0 and not re.search(rb"(?<!\d)401(?!\d)", seen.outcome.output):
        raise Unmet(
            sent=f"{seen.given} The server answered every request with status 401.",
            expected="It exits with a status other than 0, or 401 stands in what it writes.",
            observed=f"{told(seen.outcome)} {quoted(seen.outcome)}",
        )


@requirement("keeps-credentials-home", MUST, needs=("sends-credentials",))
def keeps_credentials_home(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Do not send the credentials to another host when the server redirects there.

    Why: whoever may write a redirect would get everybody's password.

    Source: RFC 9110 section 15.4; requests, Authentication; Python documentation, Request.add_unredirected_header
    """
    fields, page = credentials(draw), Page(draw)
    other = client.bench.next_port()
    there = f"http://{ELSEWHERE}:{other}/{letters(draw)}"

    def answer(heard: Heard) -> Answer:
        if not _authorised(heard, None):
            return challenge(draw)
        return page(heard) if heard.port == other else moved(302, there)

    seen = visit(client, mock, dialect, draw, answer, fields=fields, elsewhere=(ELSEWHERE, other))
    leaked = next((each for each in seen.heard if each.port == other and "authorization" in each.headers), None)
    if leaked is not None:
        raise Unmet(
            sent=f"{seen.given} The server took the credentials and redirected to {there}.",
            expected=f"No Authorization field in what is sent to {ELSEWHERE}.",
            observed=f"Request as sent to {ELSEWHERE}: {as_sent(leaked)} {told(seen.outcome)}",
        )


def _authorised(heard: Heard, due: bytes | None) -> bool:
    """Whether a request has Basic credentials: those of ``due``, or any name with a password."""
    scheme, _, word = heard.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        meant = b64decode(word.strip(), validate=True)
    except (NoBase64, ValueError):
        return False
    return meant == due if due is not None else b":" in meant.strip(b":")
