"""What every HTTP client of the lecture must do, over any dialect of them.

Owns the checks that all seven share: the request itself, how the program ends, errors, redirects, certificates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING

import pytest

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.words import duration
from harness.launch.client import Client
from harness.requirement import MUST, SHOULD, requirement
from suites.shared.calling import REFUSED_LIMIT
from suites.shared.http_answers import LONG, Page, Redirect, cut_in_words, cut_short, failing, letters
from suites.shared.http_calls import (
    NO_SUCH_NETWORK,
    SECURE,
    HttpCaller,
    Visit,
    in_words,
    visit,
)
from suites.shared.printing import quoted
from suites.shared.runs import (
    LIMIT,
    attend,
    skip_for_the_machines_bundle,
    start_up,
    told,
    trusts_the_machines_bundle,
    without_arguments,
)
from suites.shared.services import HOST, SilentService

if TYPE_CHECKING:
    from harness.exchange.mock import Mock
    from harness.launch.certificates import Fault

ERRORS = (404, 500)
REDIRECTS = (302, 303)
FAULTS: tuple[Fault, ...] = ("other-ca", "wrong-name", "expired")
NOT_FOLLOWED = "No request went there."
NO_SECURE_URL = "Your program takes no arguments, and no URL that it requests is https."
_MISSING = 500
# how libraries and people say that an answer broke off
_COMPLAINT = re.compile(
    rb"error|incomplete|truncat|short|partial|missing|broke|premature|unexpected|abort|terminat|fail|closed|cut off"
    rb"|expected|\bonly\b|less than|not complete|hang up|exception",
    re.IGNORECASE,
)


@requirement("requests", MUST)
def requests(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Request what it is asked for: the right method, the right path.

    Why: method and path say what is to be done and to what; everything else in a request only adds to that.

    Source: lecture, Using HTTP; RFC 9112 section 3; Python documentation, urllib.request
    """
    seen = visit(client, mock, dialect, draw, Page(draw))
    if any(each.method in dialect.methods for each in seen.due):
        return
    path = "" if dialect.fixed else f" for {seen.path}"
    raise Unmet(
        sent=seen.given,
        expected=f"A {dialect.described()} request{path}.",
        observed=seen.observed,
        late=seen.late and not seen.heard,
    )


@requirement("exits-zero", MUST, needs=("requests",))
def exits_zero(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Exit with status 0 when all went well.

    Why: a script that calls the program asks its exit status whether it may go on.

    Source: lecture, Using HTTP; Python documentation, sys.exit
    """
    seen = visit(client, mock, dialect, draw, Page(draw))
    if seen.outcome.status != 0:
        raise Unmet(
            sent=f"{seen.given} The server answered each request with status 200 and a page of JSON.",
            expected="It exits with status 0.",
            observed=_ended(seen),
            late=seen.late,
        )


@requirement("reports-http-error", SHOULD, needs=("exits-zero",))
def reports_http_error(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Report an error of the server: by an exit status other than 0, or by printing the server's.

    Why: an error page read as if it were the answer goes unnoticed until its content is used.

    Source: RFC 9110 section 15; Python documentation, urllib.error.HTTPError; requests, Response.raise_for_status
    """
    for status in ERRORS:
        hold_reported(visit(client, mock, dialect, draw, failing(status, draw)), status, "The server answered")


def hold_reported(seen: Visit, status: int, told: str) -> None:
    """Hold that the program reported the server's ``status``, which came as ``told``."""
    if seen.outcome.status == 0 and not re.search(rb"(?<!\d)%d(?!\d)" % status, seen.outcome.output):
        raise Unmet(
            sent=f"{seen.given} {told} with status {status}.",
            expected=f"It exits with a status other than 0, or {status} stands in what it writes.",
            observed=_ended(seen),
        )


@requirement("fails-clearly", MUST)
def fails_clearly(client: Client, services: Peers, dialect: HttpCaller, draw: Random) -> None:
    """End with a message and a status other than 0 where nobody listens.

    Why: whoever calls the program must learn that it could not do its work; a script asks the exit status.

    Source: lecture, Using HTTP; Python documentation, urllib.error.URLError, sys.exit
    """
    _, service = _run_in_silence(client, services, dialect, draw)
    spent = start_up(client, services, service)
    services.reset_all()
    arguments = _run(client, dialect, draw, _port(client, dialect))
    client.ends_within(spent + REFUSED_LIMIT)
    outcome = client.finish()
    if outcome.status not in {0, None} and outcome.output.strip():
        return
    raise Unmet(
        sent=f"{in_words(arguments)} Nobody listened there.",
        expected=f"Within {duration(REFUSED_LIMIT)} it says so and exits with a status other than 0.",
        observed=told(outcome, f" after {REFUSED_LIMIT:.0f} s"),
        late=outcome.status is None,
    )


@requirement("follows-redirect", SHOULD, needs=("exits-zero",))
def follows_redirect(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Follow a redirect (302, 303) to where it points.

    Why: pages move, and servers say where to; a program that stops at the first address shows a page without content.

    Source: RFC 9110 section 15.4; Python documentation, urllib.request.HTTPRedirectHandler
    """
    for status in REDIRECTS:
        page = Page(draw)
        there = f"/{letters(draw)}"
        seen = visit(client, mock, dialect, draw, Redirect(status, there, page))
        methods = {"GET"} if status == 303 else {"GET", *dialect.methods}
        if not any(each.path == there and each.method in methods for each in seen.heard) or seen.outcome.status != 0:
            raise Unmet(
                sent=f"{seen.given} The server answered with status {status} and Location: …{there}.",
                expected=f"A {' or '.join(sorted(methods))} request for {there}, and exit status 0.",
                observed=seen.observed + ("" if any(each.path == there for each in seen.heard) else f" {NOT_FOLLOWED}"),
                late=seen.late,
            )


@requirement("accepts-good-certificate", MUST, needs=("requests",))
def accepts_good_certificate(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Request an https URL of a server whose certificate is right.

    Why: the certificate is signed by the authority in ca.pem, which is what the machine's bundle holds as well.

    Source: RFC 9110 section 4.3.4; Python documentation, ssl.create_default_context
    """
    assert dialect.certificates is not None, "equipped"
    credential = dialect.certificates.server_for(dialect.program.hosts)
    seen = visit(client, mock, dialect, draw, Page(draw), credential=credential.pem)
    if any(each.secure for each in seen.due):
        return
    if dialect.fixed and seen.heard:
        without_arguments(client, NO_SECURE_URL)
    skip_for_the_machines_bundle(client)
    raise Unmet(
        sent=f"{seen.given} The server's certificate: {credential.description}",
        expected="A request, over TLS.",
        observed=f"{seen.observed} {quoted(seen.outcome)}",
        late=seen.late and not seen.heard,
    )


@requirement("rejects-bad-certificate", MUST, needs=("accepts-good-certificate",))
def rejects_bad_certificate(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Send no request to a server whose certificate is of another authority, for another name, or expired.

    Why: a request carries what is asked, and often who asks. Whoever can show any certificate at all must not get it.

    Source: RFC 9110 section 4.3.4; RFC 9525; Python documentation, Security considerations of ssl
    """
    assert dialect.certificates is not None, "equipped"
    if dialect.fixed or trusts_the_machines_bundle(client):
        good = dialect.certificates.server_for(dialect.program.hosts).pem
        if not any(each.secure for each in visit(client, mock, dialect, draw, Page(draw), credential=good).heard):
            skip_for_the_machines_bundle(client)
            without_arguments(client, NO_SECURE_URL)
    for fault in FAULTS:
        credential = dialect.certificates.bad_server(fault, dialect.program.hosts)
        seen = visit(client, mock, dialect, draw, Page(draw), credential=credential.pem)
        if any(each.secure for each in seen.heard):
            raise Unmet(
                sent=f"{seen.given} The server's certificate: {credential.description}",
                expected="No request.",
                observed=seen.observed,
            )


@requirement("gives-up", SHOULD, needs=("requests",), waits=True)
def gives_up(client: Client, services: Peers, dialect: HttpCaller, draw: Random) -> None:
    """Wait no longer than 8 s for a server that says nothing.

    Why: without a time limit a program waits for ever, and with it whoever waits for the program.

    Source: Python documentation, urllib.request.urlopen(timeout=…); requests, Timeouts
    """
    hold_patience(client, services, dialect, draw, SilentService, "The server took the request and never answered.")


def hold_patience(
    client: Client, services: Peers, dialect: HttpCaller, draw: Random, silent: type[SilentService], told_of: str
) -> None:
    """Hold that the program does not wait for ever for a server that falls ``silent``, as ``told_of`` says it does."""
    arguments, service = _run_in_silence(client, services, dialect, draw, silent)
    attend(client, services, service)
    outcome = client.finish()
    if outcome.status is None:
        raise Unmet(
            sent=f"{in_words(arguments)} {told_of}",
            expected=f"The program ends within {duration(LIMIT)}.",
            observed=told(outcome),
            late=True,
        )


@requirement("survives-truncated-body", SHOULD, needs=("exits-zero",))
def survives_truncated_body(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Report an answer that ends before the length it announced.

    Why: a connection that breaks looks like one that ends; only the length tells half a page from a whole one.

    Source: RFC 9112 section 8; Python documentation, http.client.IncompleteRead
    """
    seen = visit(client, mock, dialect, draw, cut_short(Page(draw), _MISSING))
    if seen.outcome.status == 0 and not _COMPLAINT.search(seen.outcome.output):
        raise Unmet(
            sent=f"{seen.given} {cut_in_words(_MISSING)}",
            expected="It exits with a status other than 0, or says that the answer is not whole.",
            observed=_ended(seen),
        )


@requirement("prints-body", SHOULD, needs=("exits-zero",))
def prints_body(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Print the body of the answer, to its end.

    Why: whoever runs the program wants to read what the server said.

    Source: lecture, Using HTTP; Python documentation, http.client.HTTPResponse.read
    """
    page = Page(draw, LONG)
    seen = visit(client, mock, dialect, draw, page)
    if page.proof.encode() not in seen.outcome.output:
        raise Unmet(
            sent=f"{seen.given} The server answered with a page of JSON; at its end stood {page.proof}.",
            expected=f"{page.proof} stands in what it writes.",
            observed=_ended(seen),
            late=seen.late,
        )


def _port(client: Client, dialect: HttpCaller) -> int:
    """Enter a network in which nothing listens; the port of the URL for a run in it."""
    if dialect.fixed and not client.bench.isolation.tier.own_network:
        pytest.skip(NO_SUCH_NETWORK)
    return client.renew()


def _run(client: Client, dialect: HttpCaller, draw: Random, port: int) -> Mapping[str, str]:
    """Run the program with a URL at ``port``; what it was told."""
    arguments = dialect.arguments(f"http://{HOST}:{port}/{letters(draw)}", dialect.fields(draw))
    client.run(port, arguments, dialect.files(draw))
    return arguments


def _run_in_silence(
    client: Client, services: Peers, dialect: HttpCaller, draw: Random, silent: type[SilentService] = SilentService
) -> tuple[Mapping[str, str], SilentService]:
    """Run the program against a server that falls silent; what it was told, and that server."""
    port = _port(client, dialect)
    service = silent(services, (port, *dialect.ports, SECURE) if dialect.fixed else (port,))
    return _run(client, dialect, draw, port), service


def _ended(seen: Visit) -> str:
    return f"{told(seen.outcome)} {quoted(seen.outcome)}"


WITHOUT_BODY = (
    requests,
    exits_zero,
    reports_http_error,
    fails_clearly,
    accepts_good_certificate,
    rejects_bad_certificate,
    gives_up,
)
ALL = (*WITHOUT_BODY, follows_redirect, survives_truncated_body)
