"""What HTTP programs are told, and what is made of the requests that come: no sockets, no programs."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from werkzeug.datastructures import Headers

from harness.exchange.mock import Heard
from harness.exchange.unmet import Unmet
from harness.launch.client import Outcome
from harness.model import Program
from suites.http_auth.requirements import _authorised
from suites.http_cookies.requirements import _cookies
from suites.http_headers.requirements import _has_own
from suites.http_upload.requirements import _Part, _parts
from suites.shared.http import _COMPLAINT
from suites.shared.http_answers import Page, Redirect, cut_short
from suites.shared.http_calls import HttpCaller, Visit, as_sent, in_words
from suites.shared.http_fields import AS_GIVEN, decoded, hold_fields

FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="data.csv"\r\n\r\na\r\n--y\r\n\0\r\n--x--\r\n'


def heard(fields: dict[str, str] | None = None, **particulars: Any) -> Heard:
    said = {
        "method": "GET",
        "target": "/a?b=c",
        "path": "/a",
        "query": "b=c",
        "body": b"",
        "head": b"GET /a?b=c HTTP/1.1",
    }
    return Heard(**{**said, "headers": Headers(fields or {}), "port": 80, "secure": False, **particulars})


def seen(*requests: Heard) -> Visit:
    return Visit("It was run.", "/a", requests, requests, len(requests), Outcome(0, b"", "exited with status 0"))


def caller(**program: Any) -> HttpCaller:
    caller = HttpCaller(methods=("GET",))
    caller.program = Program(**{"name": "http-get", "path": "x.py", "command": (), **program})
    return caller


def test_a_page_that_breaks_off_holds_no_word_that_says_so() -> None:
    for seed in range(200):
        answer = cut_short(Page(Random(seed)), 500)(heard())
        assert not _COMPLAINT.search(answer.body), f"seed {seed}"


def test_a_program_is_told_its_url_and_then_its_fields() -> None:
    given = caller().arguments("http://x/", {"a": "b=c", "d": "e f"})
    assert list(given.values()) == ["http://x/", "a=b=c", "d=e f"]
    assert in_words(given) == "It was run with http://x/ a=b=c 'd=e f'."


def test_a_program_that_takes_no_arguments_is_given_none_and_is_served_at_its_own_ports() -> None:
    fixed = caller(takes_arguments=False, ports=(443, 8000))
    assert fixed.arguments("http://x/", {"a": "b"}) == {}
    assert fixed.ports == (80, 8000)


@pytest.mark.parametrize("encoded", ["a=x+y&b=%C3%A4&c=", "c=&b=%c3%a4&a=x%20y", "a=x%20y&b=\xc3\xa4&c"])
def test_every_way_to_encode_fields_will_do(encoded: str) -> None:
    due = {"a": "x y", "b": "ä", "c": ""}
    assert dict(decoded(encoded)) == due
    hold_fields(seen(heard()), encoded, due, "A query string")


@pytest.mark.parametrize("encoded", ["", "a=1", "a=1&b=2&b=2", "a=1&b=3", "a=1&b=2&c=3", "A=1&b=2"])
def test_fields_that_are_not_those_that_were_told_are_no_match(encoded: str) -> None:
    with pytest.raises(Unmet):
        hold_fields(seen(heard()), encoded, {"a": "1", "b": "2"}, "A query string")


def test_fields_that_were_not_encoded_are_told_as_such() -> None:
    with pytest.raises(Unmet, match=AS_GIVEN):
        hold_fields(seen(heard()), "a=1+1", {"a": "1+1"}, "A query string")


def test_a_page_says_what_was_requested_and_ends_with_its_proof() -> None:
    page = Page(Random(1))
    form = {"Host": "x", "Content-Type": "application/x-www-form-urlencoded"}
    told = json.loads(page(heard(form, body=b"d=e")).body)
    assert (told["args"], told["form"], told["url"]) == ({"b": "c"}, {"d": "e"}, "http://x/a?b=c")
    assert page(heard()).body.endswith(f'"{page.proof}"\n}}'.encode())
    cut = cut_short(page, 500)(heard())
    assert dict(cut.fields)["Content-Length"] == str(len(cut.body) + 500)


def test_a_redirect_points_to_the_host_that_was_asked() -> None:
    redirect = Redirect(302, "/there", Page(Random(1)))
    assert ("Location", "https://x:1/there") in redirect(heard({"Host": "x:1"}, secure=True)).fields
    assert redirect(heard(path="/there")).status == 200


def test_a_request_is_shown_as_it_was_sent() -> None:
    assert as_sent(heard(head=b"GET / HTTP/1.1\r\nhOST: x", body=b"a=b")) == "`GET / HTTP/1.1 | hOST: x | | b'a=b'`."
    assert seen().observed.startswith("No request came. It never connected.")


@pytest.mark.parametrize(
    ("field", "right"),
    [
        ("Basic YTpi", True),
        ("basic  YTpi", True),
        ("Basic b'YTpi'", False),
        ("Bearer YTpi", False),
        ("Basic YTpj", False),
    ],
)
def test_basic_credentials_are_known_by_what_they_mean(field: str, *, right: bool) -> None:
    assert _authorised(heard({"authorization": field}), b"a:b") is right


def test_cookies_are_read_from_all_fields() -> None:
    request = heard()
    request.headers.extend([("Cookie", 'a=1; b="2"'), ("cookie", "c=3=4")])
    assert _cookies(request) == [("a", "1"), ("b", "2"), ("c", "3=4")]


def test_fields_of_libraries_are_none_of_a_programs_own() -> None:
    assert not _has_own(heard({"Host": "x", "User-Agent": "python-requests/2.32.0", "Accept": "*/*"}))
    assert _has_own(heard({"User-Agent": "goaway/1.0"}))
    assert _has_own(heard({"User-Agent": "Python-urllib/3.11", "Spam": "Eggs"}))


def test_a_form_is_taken_apart_by_its_boundary() -> None:
    form = {"Content-Type": 'multipart/form-data; boundary="x"'}
    assert _parts(heard(form, body=FORM)) == [_Part("file", "data.csv", b"a\r\n--y\r\n\0")]
    assert _parts(heard(form, body=b"preamble\r\n" + FORM)) == _parts(heard(form, body=FORM))
    assert _parts(heard({"Content-Type": "text/csv"}, body=FORM)) == "The request was no multipart form."
    assert "boundary" in _parts(heard({"Content-Type": "multipart/form-data"}, body=FORM))
    assert _parts(None) == "There was no form."


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"\r\n", b"\n", "Lines of the form end with LF or CR alone"),
        (b"--x--", b"--x\r\n", "The line that ends a form, b'--x--', is missing"),
        (b"--x", b"x", "No line of the body is b'--x'"),
        (b'csv"\r\n\r\n', b'csv"\r\n', "No empty line"),
        (b"Content-Disposition", b"Disposition", "no field Content-Disposition"),
    ],
)
def test_a_form_that_is_not_well_formed_is_told_why(old: bytes, new: bytes, fault: str) -> None:
    body = FORM.replace(old, new)
    assert fault in _parts(heard({"Content-Type": "multipart/form-data; boundary=x"}, body=body))
