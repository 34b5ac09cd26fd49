"""The mock: it hears requests as they arrive, and answers them as it is told."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from random import Random
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from harness.exchange.mock import Answer, Heard, Mock
from harness.exchange.tls import client_context
from harness.exchange.transcript import Transcript
from harness.launch.kit import make_kit
from harness.model import Happening

ADDRESS = "127.0.0.1"


@pytest.fixture
def mock() -> Iterator[Mock]:
    with Mock(Transcript()) as made:
        yield made


def free_port() -> int:
    with socket.create_server((ADDRESS, 0)) as link:
        port: int = link.getsockname()[1]
        return port


def opened(mock: Mock, answer: Answer, credential: bytes = b"") -> int:
    port = free_port()
    mock.opened(lambda _: answer).listen((ADDRESS, port), credential)
    return port


def said(port: int, request: bytes) -> bytes:
    with socket.create_connection((ADDRESS, port), timeout=5) as link:
        link.sendall(request)
        return b"".join(iter(lambda: link.recv(1 << 16), b""))


def test_a_request_is_heard_as_it_arrived(mock: Mock) -> None:
    port = opened(mock, Answer(203, (("X-Case", "kept"),), b"page"))
    answer = said(port, b"POST /a%20b?c=%C3%A4 HTTP/1.1\r\nhOsT: x\r\nAA: 1\r\nAa: 2\r\nContent-Length: 3\r\n\r\nd\0e")
    assert answer.startswith(b"HTTP/1.1 203 ")
    assert b"\r\nX-Case: kept\r\n" in answer
    assert answer.endswith(b"\r\n\r\npage")
    mock.settle()
    (heard,) = mock.heard
    assert (heard.method, heard.target, heard.path, heard.query) == ("POST", "/a%20b?c=%C3%A4", "/a b", "c=%C3%A4")
    assert heard.headers.getlist("aa") == ["1", "2"]
    assert (heard.body, heard.whole, heard.secure) == (b"d\0e", True, False)
    assert heard.head.splitlines()[1] == b"hOsT: x"


def test_a_body_in_chunks_is_put_together(mock: Mock) -> None:
    port = opened(mock, Answer())
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=5)
    connection.request("POST", "/", iter([b"one", b"two"]))
    assert connection.getresponse().status == 200
    connection.close()
    assert mock.heard[0].body == b"onetwo"


def test_who_waits_for_leave_to_send_a_body_gets_it_once(mock: Mock) -> None:
    port = opened(mock, Answer(body=b"page"))
    answer = said(port, b"POST / HTTP/1.1\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\na")
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ")
    assert mock.heard[0].headers["expect"] == "100-continue"


def test_more_bytes_than_were_announced_hold_up_nobody(mock: Mock) -> None:
    port = opened(mock, Answer(body=b"page"))
    assert said(port, b"POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nab\r\n").endswith(b"page")
    assert mock.heard[0].body == b"a"


def test_a_body_that_breaks_off_is_heard_as_such(mock: Mock) -> None:
    port = opened(mock, Answer())
    with socket.create_connection((ADDRESS, port), timeout=5) as link:
        link.sendall(b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab")
    mock.settle()
    assert [(each.method, each.whole) for each in mock.heard] == [("POST", False)]


def test_a_length_that_is_told_stands(mock: Mock) -> None:
    port = opened(mock, Answer(fields=(("Content-Length", "10"),), body=b"four"))
    with pytest.raises(http.client.IncompleteRead), urlopen(f"http://{ADDRESS}:{port}/", timeout=5) as answer:
        answer.read()


def test_a_bare_answer_to_head_says_nothing_of_its_own(mock: Mock) -> None:
    port = opened(mock, Answer(fields=(("last-MODIFIED", "then"),), bare=True))
    answer = said(port, b"HEAD / HTTP/1.0\r\n\r\n").lower()
    assert b"last-modified: then" in answer
    assert b"content-" not in answer


def test_every_port_is_served_and_all_are_heard_together(mock: Mock) -> None:
    first = opened(mock, Answer())
    second = free_port()
    mock.listen((ADDRESS, second))
    for port in (first, second):
        urlopen(f"http://{ADDRESS}:{port}/{port}", timeout=5).close()
    assert [(each.port, each.path) for each in mock.heard] == [(first, f"/{first}"), (second, f"/{second}")]


def test_tls_ends_with_its_own_close(mock: Mock) -> None:
    certificates = make_kit(Random(7)).certificates
    port = opened(mock, Answer(body=b"page"), certificates.server_for(("mock.example",)).pem)
    context = client_context(trust=certificates.trust)
    with (
        socket.create_connection((ADDRESS, port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname="mock.example", suppress_ragged_eofs=False) as link,
    ):
        link.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert b"".join(iter(lambda: link.recv(1 << 16), b"")).endswith(b"page")
    assert mock.heard[0].secure


def test_a_client_that_distrusts_is_not_heard_and_the_reason_is_noted() -> None:
    transcript = Transcript()
    certificates = make_kit(Random(7)).certificates
    with Mock(transcript) as mock:
        port = opened(mock, Answer(), certificates.bad_server("other-ca").pem)
        context = client_context(trust=certificates.trust)
        with pytest.raises(URLError):
            urlopen(f"https://localhost:{port}/", timeout=5, context=context)
        mock.settle()
        assert mock.heard == []
    assert any("UNKNOWN_CA" in event.note for event in transcript.events() if event.kind is Happening.NOTE)


def test_a_silent_tls_client_holds_up_nobody(mock: Mock) -> None:
    certificates = make_kit(Random(7)).certificates
    port = opened(mock, Answer(), certificates.server.pem)
    context = client_context(trust=certificates.trust)
    with socket.create_connection((ADDRESS, port)):
        urlopen(f"https://localhost:{port}/", timeout=5, context=context).close()
    assert len(mock.heard) == 1


def test_it_closes_at_once(mock: Mock) -> None:
    port = opened(mock, Answer())
    with socket.create_connection((ADDRESS, port)):
        threads = threading.active_count()
        began = time.monotonic()
        mock.close()
        assert time.monotonic() - began < 2
        assert threading.active_count() < threads + 1
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((ADDRESS, port))


def test_the_transcript_has_what_went_over_the_connection() -> None:
    transcript = Transcript()
    with Mock(transcript) as mock:
        port = opened(mock, Answer(body=b"page"))
        urlopen(Request(f"http://{ADDRESS}:{port}/"), timeout=5).close()
        mock.settle()
    kinds = [event.kind for event in transcript.events()]
    assert kinds[0] is Happening.CONNECTED
    assert {Happening.RECEIVED, Happening.SENT, Happening.CLOSED} <= set(kinds)


def test_opening_it_again_forgets_what_was_heard(mock: Mock) -> None:
    def refuse(_: Heard) -> Answer:
        return Answer(404)

    port = opened(mock, Answer())
    urlopen(f"http://{ADDRESS}:{port}/", timeout=5).close()
    mock.opened(refuse)
    assert (mock.heard, mock.connections) == ([], 0)
