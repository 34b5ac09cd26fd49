"""What a GET client must do beside what all HTTP clients must: its fields arrive as a query string.

Owns those checks.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from harness.exchange.unmet import Unmet
from harness.launch.client import Client
from harness.plugin.properties import Falsify
from harness.requirement import MUST, requirement
from suites.shared.http_answers import Page
from suites.shared.http_calls import HARD_CODED, Fields, HttpCaller, visit
from suites.shared.http_fields import EXAMPLES, FIRST, awkward_fields, decoded, drawn_fields, hold_fields
from suites.shared.runs import without_arguments

if TYPE_CHECKING:
    from harness.exchange.mock import Mock

_QUERY = "A query string"


@requirement("query", MUST, needs=("requests",))
def query(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Send the fields that it is told as the URL's query string, ``?key=value&key=value``.

    Why: a GET request has no body: what is asked for stands in its URL.

    Source: lecture, Using HTTP; RFC 3986 section 3.4; Python documentation, urllib.parse.urlencode
    """
    fields = drawn_fields(draw)
    seen = visit(client, mock, dialect, draw, Page(draw), fields=fields)
    if not dialect.fixed:
        hold_fields(seen, seen.due[-1].query if seen.due else "", fields, _QUERY)
    elif not any(decoded(each.query) for each in seen.due):
        raise Unmet(sent=seen.given, expected="A query string with fields.", observed=seen.observed, late=seen.late)


@requirement("encodes-query", MUST, needs=("query",))
def encodes_query(client: Client, mock: Mock, dialect: HttpCaller, draw: Random, falsify_calls: Falsify) -> None:
    """Encode fields of any text: space, ``&``, ``=``, ``+``, ``%`` and letters beyond ASCII.

    Why: these characters mean something in a URL. Those that belong to a value must be written another way.

    Source: lecture, Using HTTP; RFC 3986 section 2.1; Python documentation, urllib.parse.urlencode
    """
    if dialect.fixed:
        without_arguments(client, HARD_CODED)

    def arrives(fields: Fields) -> None:
        seen = visit(client, mock, dialect, draw, Page(draw), fields=fields)
        hold_fields(seen, seen.due[-1].query if seen.due else "", fields, _QUERY, example=seen.given)

    falsify_calls(awkward_fields(), arrives, first=FIRST, examples=EXAMPLES)
