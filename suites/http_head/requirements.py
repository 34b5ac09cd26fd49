"""What a program that asks for the head of a page must do beside what all HTTP clients must.

Owns those checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from harness.exchange.unmet import Unmet
from harness.launch.client import Client
from harness.requirement import MUST, SHOULD, requirement
from suites.shared.http_answers import Page, bare_answer, http_date, letters
from suites.shared.http_calls import HttpCaller, visit
from suites.shared.printing import quoted
from suites.shared.runs import told

if TYPE_CHECKING:
    from harness.exchange.mock import Answer, Heard, Mock

LACKED = "It lacked"
_USUAL = 200
_STATUSES = (_USUAL, 203)
_CASES: tuple[Callable[[str], str], ...] = (str.title, str.lower, str.upper)


@dataclass(frozen=True)
class _Head:
    """Four facts that nobody can guess."""

    status: int
    changed: str
    type: str
    length: str

    def answer(self, case: Callable[[str], str]) -> Callable[[Heard], Answer]:
        """The head, its names written in one way."""
        named = {"last-modified": self.changed, "content-type": self.type, "content-length": self.length}
        fields = tuple((case(name), value) for name, value in named.items())
        return lambda _: bare_answer(self.status, *fields)

    def missing(self, output: bytes) -> list[str]:
        """What of it does not stand in ``output``. A time may be written in another form."""
        text = output.decode("utf-8", "replace")
        clock, year = self.changed.split()[4], self.changed.split()[3]
        there = {
            f"the status, {self.status}": bool(re.search(rf"(?<!\d){self.status}(?!\d)", text)),
            f"last-modified, {self.changed}": self.changed in text or (clock in text and year in text),
            f"content-type, {self.type}": self.type in text,
            f"content-length, {self.length}": self.length in re.sub(r"(?<=\d)[,_.](?=\d)", "", text),
        }
        return [what for what, stands in there.items() if not stands]


def _drawn(draw: Random) -> _Head:
    return _Head(
        status=draw.choice(_STATUSES),
        changed=http_date(draw),
        type=f"application/x-{letters(draw, 8)}",
        length=str(draw.randrange(40_000, 90_000)),
    )


@requirement("sends-head", MUST)
def sends_head(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Ask for the head by HEAD, and for nothing else.

    Why: a GET makes the server send the whole page, which may be gigabytes, only to have it thrown away.

    Source: lecture, requests; RFC 9110 section 9.3.2; requests, Quickstart
    """
    seen = visit(client, mock, dialect, draw, Page(draw))
    # what it asked for is the affair of ``requests``
    if seen.heard and all(each.method == "HEAD" for each in seen.heard):
        return
    raise Unmet(
        sent=seen.given,
        expected="A HEAD request, and no other.",
        observed=seen.observed,
        late=seen.late and not seen.heard,
    )


@requirement("prints-fields", MUST, needs=("sends-head", "exits-zero"))
def prints_fields(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Print the status, ``last-modified``, ``content-type`` and ``content-length``, in whatever case they come.

    Why: names of fields have no case: one server writes Content-Type, another content-type.

    Source: lecture, requests; RFC 9110 section 5.1; requests, Response Headers
    """
    for case in _CASES:
        head = _drawn(draw)
        seen = visit(client, mock, dialect, draw, head.answer(case))
        missing = head.missing(seen.outcome.output)
        if missing and head.status != _USUAL and seen.outcome.status not in {0, None}:
            # whoever takes no other status for a success, and says so, is asked once more
            head = replace(head, status=_USUAL)
            seen = visit(client, mock, dialect, draw, head.answer(case))
            missing = head.missing(seen.outcome.output)
        if missing:
            names = ", ".join(map(case, ("last-modified", "content-type", "content-length")))
            raise Unmet(
                sent=f"{seen.given} The server answered with status {head.status} and these fields: {names}.",
                expected="All four facts stand in what it writes.",
                observed=f"{told(seen.outcome)} {quoted(seen.outcome)}",
                difference=f"{LACKED} {'; '.join(missing)}.",
                late=seen.late,
            )


@requirement("absent-field", SHOULD, needs=("prints-fields",))
def absent_field(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Go on where a field is missing.

    Why: a server need not send any of them; pages that are made for each request have no date of their own.

    Source: RFC 9110 section 8; Python documentation, dict.get
    """
    seen = visit(client, mock, dialect, draw, lambda _: bare_answer(200))
    if seen.outcome.status != 0:
        raise Unmet(
            sent=f"{seen.given} The server answered with status 200, without last-modified, content-type and "
            "content-length.",
            expected="It exits with status 0.",
            observed=f"{told(seen.outcome)} {quoted(seen.outcome)}",
            late=seen.late,
        )
