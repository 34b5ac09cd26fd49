"""An HTTP client run against a site of ours, and what every one of them must do, tried.

Owns how the client is run: with a URL, or as every host where it reads no arguments. The seven programs' own scenes
are elsewhere.
"""

from __future__ import annotations

import re
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple

from harness.report.scripts.certificates import Authority
from harness.report.scripts.program import HOST, Flaw
from harness.report.scripts.runs import Outcome, run
from harness.report.scripts.site import Answer, Heard, Reply, Site

LONG, REFUSED = 8.0, 5.0
SHOWN = 200
METHODS = {"http-post": "POST", "http-upload": "POST", "http-head": "HEAD"}
COMPLAINT = re.compile(
    rb"error|incomplete|truncat|short|partial|missing|broke|premature|unexpected|abort|terminat|fail|closed|cut off"
    rb"|expected|\bonly\b|less than|not complete|hang up|exception",
    re.IGNORECASE,
)


class Call(NamedTuple):
    """How the client is run; one that is ``fixed`` reads no arguments, and calls ``ports`` of its own."""

    command: list[str]
    folder: Path
    env: Mapping[str, str]
    authority: Authority
    program: str
    fixed: bool
    ports: Sequence[int]

    @property
    def method(self) -> str:
        """That of a right request."""
        return METHODS.get(self.program, "GET")


class Visit(NamedTuple):
    """What was heard, all of it and what was due, and how the client ended."""

    heard: list[Heard]
    due: list[Heard]
    outcome: Outcome

    def __str__(self) -> str:
        """In words."""
        status, output = self.outcome
        came = "; then ".join(map(str, self.heard[:3])) or "no request"
        ended = f"It ended with status {status}" if status is not None else "It did not end"
        return f"What came: {came}. {ended}; it wrote {output[-SHOWN:]!r}."


def letters(size: int = 12) -> str:
    """A word that nobody can guess, and no number."""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(size))


def page(size: int = 200) -> Callable[[Heard], Answer]:
    """A page of JSON, in which no word stands that a client might say."""
    body = b'{"filler": "%s"}\n' % (b"." * size)
    return lambda _: Answer(200, body, [("Content-Type", "application/json")])


def failing(status: int) -> Callable[[Heard], Answer]:
    """Always the same error, in a page that does not name it."""
    return lambda _: Answer(status, letters().encode())


def visit(
    call: Call,
    reply: Reply,
    fields: Mapping[str, str] | None = None,
    *,
    secure: bool = False,
    fault: str = "",
    limit: float = LONG,
    elsewhere: Sequence[tuple[str, int]] = (),
    env: Mapping[str, str] | None = None,
) -> Visit:
    """Run the client against a site that answers by ``reply``, over TLS where it is ``secure``."""
    path = f"/{letters()}"
    authority = call.authority
    pem = authority.pair("server", fault).private + authority.chain("server", fault)
    with Site(reply) as site:
        port = site.listen(pem=pem if secure else "")
        for host, other in elsewhere:
            site.listen(other, host=host)
        for each in call.ports if call.fixed else ():
            site.listen(each, pem if each == 443 else "")
        url = f"https://localhost:{port}{path}" if secure else f"http://{HOST}:{port}{path}"
        arguments = [] if call.fixed else [url, *(f"{key}={value}" for key, value in (fields or {}).items())]
        variables = {**call.env, **(env or {}), "HOST": HOST, "PORT": str(port), "URL": url}
        outcome = run([*call.command, *arguments], variables, limit, call.folder)
        heard = list(site.heard)
    return Visit(heard, heard if call.fixed else [each for each in heard if each.path == path], outcome)


def usual(call: Call) -> dict[str, str]:
    """What the client is told after its URL where it does not matter."""
    return {"user": letters(), "password": letters()} if call.program == "http-auth" else {}


def requests(call: Call) -> None:
    """The right method reaches the right path."""
    seen = visit(call, page(), usual(call))
    if not any(each.method == call.method for each in seen.due):
        raise Flaw(str(seen))


def exits_zero(call: Call) -> None:
    """Its exit status is 0 when all went well."""
    seen = visit(call, page(), usual(call))
    if seen.outcome.status != 0:
        raise Flaw(str(seen))


def reports_http_error(call: Call) -> None:
    """It says so where the server answers with an error, or exits with another status than 0."""
    for status in (404, 500):
        for good in (0, 1) if call.program == "http-cookies" else (0,):
            answers = chain([page()] * good, repeat(failing(status)))

            def reply(heard: Heard, left: Iterator[Reply] = answers) -> Answer | None:
                return next(left)(heard)

            reports(visit(call, reply, usual(call)), status)


def reports(seen: Visit, status: int) -> None:
    """Hold that a client told of the status that it was answered with."""
    if seen.outcome.status == 0 and not re.search(rb"(?<!\d)%d(?!\d)" % status, seen.outcome.output):
        raise Flaw(f"The answer had status {status}. {seen}")


def fails_clearly(call: Call) -> None:
    """Where nobody listens it ends with a message and another status than 0."""
    with socket.socket() as taken:
        # bound and not listening: nobody else can come to listen there
        taken.bind((HOST, 0))
        url = f"http://{HOST}:{taken.getsockname()[1]}/"
        arguments = [] if call.fixed else [url, *(f"{key}={value}" for key, value in usual(call).items())]
        outcome = run([*call.command, *arguments], {**call.env, "URL": url}, REFUSED, call.folder)
    if outcome.status in {0, None} or not outcome.output.strip():
        raise Flaw(f"Nobody listened: status {outcome.status}, and it wrote {outcome.output[-SHOWN:]!r}.")


def follows_redirect(call: Call) -> None:
    """It goes where it is sent, and ends well."""
    for status in (302, 303):
        there, good = f"/{letters()}", page()

        def reply(heard: Heard, status: int = status, there: str = there, good: Reply = good) -> Answer | None:
            origin = heard.field("host") or f"{HOST}:{heard.port}"
            moved = [("Location", f"http{'s' * heard.secure}://{origin}{there}"), ("Content-Type", "text/plain")]
            return good(heard) if heard.path == there else Answer(status, b"Moved.\n", moved)

        seen = visit(call, reply, usual(call))
        if not any(each.path == there for each in seen.heard) or seen.outcome.status != 0:
            raise Flaw(f"It was sent to {there} with status {status}. {seen}")


def accepts_good_certificate(call: Call) -> None:
    """A server whose certificate is right is asked."""
    # where a library trusts a bundle of its own, and not the machine's
    bundle = {"REQUESTS_CA_BUNDLE": call.env["CAFILE"]}
    seen = visit(call, page(), usual(call), secure=True, env=bundle)
    if not any(each.secure for each in seen.due):
        raise Flaw(f"The certificate was right. {seen}")


def rejects_bad_certificate(call: Call) -> None:
    """A server whose certificate is wrong is sent no request."""
    for fault in ("other-ca", "wrong-name", "expired"):
        seen = visit(call, page(), usual(call), secure=True, fault=fault)
        if any(each.secure for each in seen.heard):
            raise Flaw(f"The certificate was wrong ({fault}). {seen}")


def gives_up(call: Call) -> None:
    """It does not wait for ever for a server that says nothing, to the second request either."""
    for good in (0, 1) if call.program == "http-cookies" else (0,):
        answers = chain([page()] * good, repeat(lambda _: None))

        def reply(heard: Heard, left: Iterator[Reply] = answers) -> Answer | None:
            return next(left)(heard)

        seen = visit(call, reply, usual(call), limit=LONG + 1.0)
        if seen.outcome.status is None:
            raise Flaw(f"The server fell silent. {seen}")


def survives_truncated_body(call: Call) -> None:
    """It says so where an answer ends before its length."""
    whole = page(5000)
    seen = visit(call, lambda heard: whole(heard)._replace(cut=500), usual(call))
    if seen.outcome.status == 0 and not COMPLAINT.search(seen.outcome.output):
        raise Flaw(f"The answer lacked its last 500 bytes. {seen}")


def prints_body(call: Call) -> None:
    """It prints the answer, to its end."""
    proof = letters(24).encode()
    seen = visit(call, lambda _: Answer(200, b"." * 100_000 + proof), usual(call))
    if proof not in seen.outcome.output:
        raise Flaw(f"The answer ended with {proof!r}. {seen}")


SHARED: dict[str, Callable[[Call], None]] = {
    "requests": requests,
    "exits-zero": exits_zero,
    "reports-http-error": reports_http_error,
    "fails-clearly": fails_clearly,
    "follows-redirect": follows_redirect,
    "accepts-good-certificate": accepts_good_certificate,
    "rejects-bad-certificate": rejects_bad_certificate,
    "gives-up": gives_up,
    "survives-truncated-body": survives_truncated_body,
    "prints-body": prints_body,
}
"""What is tried, by the name of the requirement."""
