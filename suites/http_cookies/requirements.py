"""What a program with cookies must do beside what all HTTP clients must. It requests its URL twice.

Owns those checks: which cookies are set by the first answer, and which of them must, and must not, come back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from random import Random
from typing import TYPE_CHECKING

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.launch.client import Client
from harness.requirement import MUST, SHOULD, requirement
from suites.shared import http
from suites.shared.http_answers import Page, failing, letters, with_fields
from suites.shared.http_calls import HttpCaller, Visit, visit
from suites.shared.services import SilentService, Talk

if TYPE_CHECKING:
    from harness.exchange.mock import Answer, Answering, Heard, Mock

ONE_REQUEST = "Only one request came"
BEGINNING = "Only the beginning came back of"
NO_COOKIE = "No later request had a Cookie field."
_PAST, _FUTURE = "Wed, 15 Aug 2012 20:35:08 GMT", "Thu, 31 Dec 2037 23:55:55 GMT"
_ENDS = ("", "=", "")  # as base64 has them, in a value as everywhere
# a date has a comma in it; names of attributes have no case
_WAYS = ("", f"; expires={_FUTURE}; path=/", "; Max-Age=3600; Path=/; HttpOnly")


@requirement("reports-http-error", SHOULD, needs=("exits-zero",))
def reports_http_error(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Report an error of the server, of the second answer too: by an exit status other than 0, or by printing it.

    Why: an error page read as if it were the answer goes unnoticed until its content is used.

    Source: RFC 9110 section 15; Python documentation, urllib.error.HTTPError; requests, Response.raise_for_status
    """
    http.reports_http_error.check(client, mock, dialect, draw)
    for status in http.ERRORS:
        answers: Iterator[Answering] = chain([Page(draw)], repeat(failing(status, draw)))
        seen = visit(client, mock, dialect, draw, lambda heard, left=answers: next(left)(heard))  # type: ignore[misc]  # a default binds the loop's variable
        if len(seen.due) > 1:
            http.hold_reported(seen, status, "The server answered the first request with its page, and the second")


@requirement("gives-up", SHOULD, needs=("requests",), waits=True)
def gives_up(client: Client, services: Peers, dialect: HttpCaller, draw: Random) -> None:
    """Wait no longer than 8 s for a server that says nothing, to the second request either.

    Why: without a time limit a program waits for ever, and with it whoever waits for the program.

    Source: Python documentation, urllib.request.urlopen(timeout=…); requests, Timeouts
    """
    http.gives_up.check(client, services, dialect, draw)
    told = "The server answered the first request, and then nothing more."
    http.hold_patience(client, services, dialect, draw, _SilentAfterOne, told)


class _SilentAfterOne(SilentService):
    """Answers the first request with an empty page, and takes all others without an answer."""

    def _serve(self, talk: Talk) -> None:
        if not self.said and b"\r\n\r\n" in talk.peer.received:
            talk.say(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            talk.peer.half_close()


@requirement("returns-cookies", MUST, needs=("requests",))
def returns_cookies(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Send all cookies of the first answer with the second request.

    Why: by its cookies a server knows again whom it has let in; one of three is not enough for it.

    Source: lecture, requests; RFC 6265 section 5.4; Python documentation, http.cookiejar
    """
    due = {letters(draw, 6): letters(draw, 12) + end for end in _ENDS}
    lines = [f"{name}={value}{way}" for (name, value), way in zip(due.items(), _WAYS, strict=True)]
    _hold(_run(client, mock, dialect, draw, lines), lines, due, {})


@requirement("respects-path", SHOULD, needs=("returns-cookies",))
def respects_path(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Keep back a cookie that is for another path.

    Why: several applications share a host; what one of them sets is not meant for the others.

    Source: RFC 6265 section 5.1.4; Python documentation, http.cookiejar
    """
    due = {letters(draw, 6): letters(draw, 12)}
    other = {letters(draw, 6): letters(draw, 12) for _ in range(2)}
    ways = (f"; Path=/{letters(draw, 8)}", f"; path=/{letters(draw, 8)}")
    lines = [
        *(f"{name}={value}{way}" for (name, value), way in zip(other.items(), ways, strict=True)),
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
    # with its date, as servers write it: libwww-perl's jar knows no Max-Age
    ways = (f"; expires={_PAST}; path=/", f"; Expires={_PAST}; Max-Age=0; Path=/")
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
    cut = {name for each in later for name, value in each if name in missing and due[name].startswith(value)}
    if not later:
        # one that fails before its second request is told of by its own last words
        difference = f"{ONE_REQUEST}." if seen.due and seen.outcome.status == 0 else ""
    elif cut:
        difference = f"{BEGINNING} {', '.join(sorted(cut))}."
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
