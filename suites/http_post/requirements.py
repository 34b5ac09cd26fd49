"""What a POST client must do beside what all HTTP clients must: its fields arrive as a form in the body.

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
from suites.shared.http_calls import HARD_CODED, Fields, HttpCaller, Visit, visit
from suites.shared.http_fields import EXAMPLES, FIRST, FORM_TYPE, awkward_fields, decoded, drawn_fields, hold_fields
from suites.shared.runs import without_arguments

if TYPE_CHECKING:
    from harness.exchange.mock import Mock

_FORM = "A form"


@requirement("form-body", MUST, needs=("requests",))
def form_body(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Send the fields that it is told as a form: encoded, in the body, under the form's content type, whole.

    Why: the server reads as many bytes as the length says, and understands them as the content type says.

    Source: lecture, Using HTTP; HTML Standard, URL-encoded form data; RFC 9110 section 8.6
    """
    fields = drawn_fields(draw)
    seen = visit(client, mock, dialect, draw, Page(draw), fields=fields)
    if not dialect.fixed:
        hold_fields(seen, _form(seen), fields, _FORM)
    elif not decoded(_form(seen)):
        raise Unmet(sent=seen.given, expected="A form with fields.", observed=seen.observed, late=seen.late)


@requirement("encodes-form", MUST, needs=("form-body",))
def encodes_form(client: Client, mock: Mock, dialect: HttpCaller, draw: Random, falsify_calls: Falsify) -> None:
    """Encode fields of any text: space, ``&``, ``=``, ``+``, ``%`` and letters beyond ASCII.

    Why: these characters mean something in a form. Those that belong to a value must be written another way.

    Source: lecture, Using HTTP; HTML Standard, URL-encoded form data; Python documentation, urllib.parse.urlencode
    """
    if dialect.fixed:
        without_arguments(client, HARD_CODED)

    def arrives(fields: Fields) -> None:
        seen = visit(client, mock, dialect, draw, Page(draw), fields=fields)
        hold_fields(seen, _form(seen), fields, _FORM, example=seen.given)

    falsify_calls(awkward_fields(), arrives, first=FIRST, examples=EXAMPLES)


def _form(seen: Visit) -> str:
    """The body of the last POST request, where it is a whole form; raises ``Unmet`` where it is something else."""
    posts = [each for each in seen.due if each.method == "POST"]
    if not posts:
        return ""
    last = posts[-1]
    type_ = last.headers.get("content-type", "").partition(";")[0].strip().lower()
    if last.whole and type_ == FORM_TYPE:
        return last.body.decode("latin-1")
    raise Unmet(
        sent=seen.given,
        expected=f"Content-Type: {FORM_TYPE}, and as many bytes as Content-Length says.",
        observed=seen.observed,
    )
