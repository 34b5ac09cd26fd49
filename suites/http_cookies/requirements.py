"""What a program with cookies must do beside what all HTTP clients must. It requests its URL twice.

Owns those checks: which cookies are set by the first answer, and which of them must, and must not, come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING

from harness.exchange.unmet import Unmet
from harness.launch.client import Client
from harness.requirement import MUST, SHOULD, requirement
from suites.shared.http_answers import Page, letters, with_fields
from suites.shared.http_calls import HttpCaller, Visit, visit

if TYPE_CHECKING:
    from harness.exchange.mock import Answer, Heard, Mock

ONE_REQUEST = "Only one request came"
NO_COOKIE = "No later request had a Cookie field."
_PAST = "Wed, 15 Aug 2012 20:35:08 GMT"
_WAYS = ("", "; Path=/", "; Max-Age=3600; Path=/; HttpOnly")


@requirement("returns-cookies", MUST, needs=("requests",))
def returns_cookies(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Send all cookies of the first answer with the second request.

    Why: by its cookies a server knows again whom it has let in; one of three is not enough for it.

    Source: lecture, requests; RFC 6265 section 5.4; Python documentation, http.cookiejar
    """
    due = {letters(draw, 6): letters(draw, 12) for _ in _WAYS}
    lines = [f"{name}={value}{way}" for (name, value), way in zip(due.items(), _WAYS, strict=True)]
    _hold(_run(client, mock, dialect, draw, lines), lines, due, {})


@requirement("respects-path", SHOULD, needs=("returns-cookies",))
def respects_path(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Keep back a cookie that is for another path.

    Why: several applications share a host; what one of them sets is not meant for the others.

    Source: RFC 6265 section 5.1.4; Python documentation, http.cookiejar
    """
    due = {letters(draw, 6): letters(draw, 12)}
    other = {letters(draw, 6): letters(draw, 12)}
    lines = [
        *(f"{name}={value}; Path=/{letters(draw, 8)}" for name, value in other.items()),
        *(f"{name}={value}; Path=/" for name, value in due.items()),
    ]
    _hold(_run(client, mock, dialect, draw, lines), lines, due, other)


@requirement("drops-expired", SHOULD, needs=("returns-cookies",))
def drops_expired(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Drop a cookie that has expired.

    Why: servers take a cookie back by setting it once more with a date that is past; so one logs out.

    Source: RFC 6265 sections 3.1 and 5.2; Python documentation, http.cookiejar
    """
    due = {letters(draw, 6): letters(draw, 12)}
    old = {letters(draw, 6): letters(draw, 12) for _ in range(2)}
    ways = (f"; Expires={_PAST}; Path=/", "; Max-Age=0; Path=/")
    lines = [
        *(f"{name}={value}{way}" for (name, value), way in zip(old.items(), ways, strict=True)),
        *(f"{name}={value}; Path=/" for name, value in due.items()),
    ]
    _hold(_run(client, mock, dialect, draw, lines), lines, due, old)


def _run(client: Client, mock: Mock, dialect: HttpCaller, draw: Random, lines: list[str]) -> Visit:
    """Let the first answer set the cookies of ``lines``, and no other."""
    page = Page(draw)
    answered: list[Heard] = []

    def answer(heard: Heard) -> Answer:
        answered.append(heard)
        fields = [("Set-Cookie", line) for line in lines] if len(answered) == 1 else []
        return with_fields(page(heard), *fields)

    return visit(client, mock, dialect, draw, answer)


def _hold(seen: Visit, lines: list[str], due: Mapping[str, str], banned: Mapping[str, str]) -> None:
    """Raise ``Unmet`` where the second request lacks one of ``due``, or has one of ``banned``."""
    later = [_cookies(each) for each in seen.due[1:]]
    missing = [name for name, value in due.items() if not any((name, value) in each for each in later)]
    leaked = [name for name, value in banned.items() if any((name, value) in each for each in later)]
    if not missing and not leaked:
        return
    wanted = "; ".join(f"{name}={value}" for name, value in due.items())
    if not later:
        difference = f"{ONE_REQUEST}." if seen.due else ""
    elif not any(later):
        difference = NO_COOKIE
    else:
        lacking = [f"missing {', '.join(missing)}"] * bool(missing)
        difference = "; ".join([*lacking, *([f"too many {', '.join(leaked)}"] * bool(leaked))]).capitalize() + "."
    raise Unmet(
        sent=f"{seen.given} The first answer set these cookies: {' | '.join(lines)}.",
        expected=f"A second request with the cookies {wanted}, and no other.",
        observed=seen.observed,
        difference=difference,
        late=seen.late and len(seen.due) < 2,
    )


def _cookies(heard: Heard) -> list[tuple[str, str]]:
    """The cookies of a request, in however many fields; a value may stand in quotation marks."""
    pairs = [pair for field in heard.headers.getlist("cookie") for pair in field.split(";")]
    split = (pair.strip().partition("=") for pair in pairs)
    return [(name, value.strip('"')) for name, _, value in split if name]
