"""Requests that are none, or not whole: a mock that outlives them hears what there is, and it can be judged."""

from __future__ import annotations

import io
import itertools
import json
import socket
from contextlib import redirect_stderr, suppress
from random import Random

import pytest
from fuzz.damage import damaged, outcome
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from harness.exchange.mock import Answer, Heard, Mock
from harness.exchange.tap import Tap
from harness.exchange.transcript import Transcript
from harness.exchange.unmet import Unmet
from harness.launch.client import Outcome
from harness.model import Happening
from suites.http_auth.requirements import _authorised
from suites.http_cookies.requirements import _cookies
from suites.http_upload.requirements import _found, _parts
from suites.shared.http_answers import Page, Redirect
from suites.shared.http_calls import Visit, as_sent
from suites.shared.http_fields import hold_fields

HOST = "127.0.0.1"
TYPES = [b"multipart/form-data; boundary=x", b"application/x-www-form-urlencoded", b"text/plain; charset=utf-8"]
FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="data.csv"\r\n\r\na\0\r\n--x--\r\n'
REQUESTS = [
    b'GET /a%20b?c=%C3%A4&d=+ HTTP/1.1\r\nHost: x\r\nCookie: a=b; c="d"\r\n\r\n',
    b"HEAD / HTTP/1.0\r\nAuthorization: Basic YTpi\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b" % (TYPES[0], len(FORM), FORM),
    b"POST / HTTP/1.1\r\nContent-Type: %b\r\nContent-Length: 7\r\n\r\na=b&c=%%" % TYPES[1],
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
]
TOKENS = [
    *(b"\r\n", b"\n", b"\r\n\r\n", b":", b" ", b"%", b"http://[::1", b"HTTP/9.9", b"Content-Length: -1\r\n"),
    *(b"Content-Length: 99999999999\r\n", b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n"),
    *(b"Content-Length: \xc2\xb2\r\n", b"X: " + b"y" * 70_000 + b"\r\n", b"A: b\r\n" * 120, b"\xff\xfe", *TYPES),
]


def said_to(mock: Mock, request: bytes) -> bytes:
    with socket.create_server((HOST, 0)) as link:
        address = link.getsockname()
    mock.listen(address)
    with socket.create_connection(address, timeout=20) as link, suppress(ConnectionError):
        link.sendall(request)
        link.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: link.recv(1 << 16), b""))
    return b""


def judged(heard: Heard) -> None:
    """All that checks make of a request."""
    seen = Visit("It was run.", "/", (heard,), (heard,), 1, Outcome(0, b"", "exited with status 0"))
    as_sent(heard).encode("utf-8")
    Page(Random(1))(heard)
    Redirect(302, "/there", Page(Random(1)))(heard)
    _authorised(heard, b"a:b")
    _cookies(heard)
    _found(_parts(heard))
    for encoded in (heard.query, heard.body.decode("latin-1")):
        outcome(lambda: hold_fields(seen, encoded, {"a": "b"}, "A query"), Unmet)  # noqa: B023  # called at once


@given(request=damaged(REQUESTS, tokens=TOKENS))
@settings(deadline=None, max_examples=60)
def test_a_damaged_request_is_heard_and_judged_or_refused(request: bytes) -> None:
    transcript = Transcript()
    with redirect_stderr(io.StringIO()) as complaints, Mock(transcript) as mock:
        mock.opened(lambda _: Answer(body=b"page"))
        said_to(mock, request)
        mock.settle()
        heard = list(mock.heard)
    kinds = [event.kind for event in transcript.events()]
    assert kinds.count(Happening.CONNECTED) == kinds.count(Happening.CLOSED) == mock.connections == 1
    assert complaints.getvalue() == ""
    for each in heard:
        outcome(lambda: judged(each))  # noqa: B023


@given(
    kind=damaged([*TYPES, b"multipart/form-data; boundary*=utf-8''%E2%82%AC"], tokens=[b";", b'"', b"=", b"boundary"]),
    body=damaged([FORM], tokens=[b"\r\n", b"--x", b'name="', b"Content-Type: text/plain; charset=nonsense\r\n"]),
    fields=st.fixed_dictionaries({}, optional={"authorization": st.text(), "cookie": st.text(), "host": st.text()}),
)
def test_a_damaged_form_is_parts_or_none(kind: bytes, body: bytes, fields: dict[str, str]) -> None:
    plain = {name: value.encode("latin-1", "replace").decode("latin-1") for name, value in fields.items()}
    lines = {"content-type": kind.decode("latin-1"), **plain}
    assume(not any(end in value for value in lines.values() for end in "\r\n"))  # no field that arrives has one
    heard = Heard("POST", "/", "/", "", Headers(lines), body, b"POST / HTTP/1.1", 80, secure=False)
    outcome(lambda: judged(heard))


@pytest.mark.parametrize("depth", [1, 50_000])
def test_a_page_says_what_was_asked_however_long(depth: int) -> None:
    query = "&".join(["a=b"] * depth)
    heard = Heard("GET", "/", "/", query, Headers(), b"", b"GET / HTTP/1.1", 80, secure=False)
    assert json.loads(Page(Random(1)).body(heard))["args"] == {"a": "b"}


@given(
    data=damaged(REQUESTS, tokens=TOKENS),
    sizes=st.lists(st.integers(1, 1 << 14), min_size=1, max_size=8),
    room=st.integers(0, 1 << 17),
)
def test_what_goes_over_a_connection_is_told_whole_and_in_order_as_far_as_there_is_room(
    data: bytes, sizes: list[int], room: int
) -> None:
    told = bytearray()

    def tell(kind: Happening, piece: bytes, offset: int) -> bool:
        assert kind is Happening.END or (piece and offset == len(told))
        told.extend(piece)
        return len(told) < room

    tap, read = Tap(io.BufferedReader(io.BytesIO(data)), tell), bytearray()
    for size in itertools.cycle(sizes):
        piece = tap.read(size)
        if not piece:
            break
        read += piece
    assert read == told == data[: len(read)]
    assert len(read) == len(data) or len(read) >= room
    head = tap.head()
    assert data.startswith(head)
    assert len(head) <= 8 << 10
    assert b"\r\n\r\n" not in head
