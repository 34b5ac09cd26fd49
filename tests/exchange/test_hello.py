"""A ClientHello written by hand, read by a real library; and what a server may answer, byte by byte."""

from __future__ import annotations

import ssl
import warnings

import pytest

from harness.exchange.hello import TLS_1_2, VERSIONS, Answer, answer, client_hello
from harness.exchange.tls import present
from harness.launch.certificates import Certificates

NONCE = bytes(range(32))
SERVER_HELLO_1_0 = bytes.fromhex("1603010006 020000460301".replace(" ", ""))


@pytest.fixture(scope="module")
def certificates() -> Certificates:
    return Certificates("abcd2345")


def server_context(certificates: Certificates, *, old: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    present(context, certificates.server.pem)
    if old:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("ALL:@SECLEVEL=0")
    else:
        # what a release of Python begins with is its own affair, or its distributor's
        context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def first_answer(context: ssl.SSLContext, hello: bytes) -> Answer:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    incoming.write(hello)
    with pytest.raises(ssl.SSLError):
        context.wrap_bio(incoming, outgoing, server_side=True).do_handshake()
    return answer(outgoing.read())


@pytest.mark.parametrize("name", ["TLS 1.0", "TLS 1.1"])
def test_a_server_that_allows_it_answers_with_a_server_hello_of_that_version(
    certificates: Certificates, name: str
) -> None:
    came = first_answer(server_context(certificates, old=True), client_hello(VERSIONS[name], NONCE, "localhost"))
    assert came == Answer("hello", version=VERSIONS[name])


@pytest.mark.parametrize("name", VERSIONS)
def test_a_server_of_today_answers_with_an_alert(certificates: Certificates, name: str) -> None:
    came = first_answer(server_context(certificates, old=False), client_hello(VERSIONS[name], NONCE, "localhost"))
    assert (came.kind, came.name in {"protocol_version", "handshake_failure"}) == ("alert", True)


def test_ssl_3_has_no_extensions_and_the_record_of_its_own_version() -> None:
    hello = client_hello(VERSIONS["SSL 3"], NONCE, "localhost")
    assert hello[:3] == b"\x16\x03\x00"
    assert b"localhost" not in hello
    assert b"localhost" in client_hello(VERSIONS["TLS 1.1"], NONCE, "localhost")


def test_an_answer_is_incomplete_until_its_version_is_there() -> None:
    for end in range(len(SERVER_HELLO_1_0)):
        assert answer(SERVER_HELLO_1_0[:end]).kind == "incomplete"
    assert answer(SERVER_HELLO_1_0) == Answer("hello", version=0x0301)


def test_a_server_hello_may_come_in_several_records() -> None:
    message = bytes.fromhex("02000046 0303")
    pieces = b"".join(b"\x16\x03\x03\x00\x01" + message[place : place + 1] for place in range(len(message)))
    assert answer(pieces) == Answer("hello", version=TLS_1_2)


def test_an_alert_is_told_by_its_name() -> None:
    assert answer(bytes.fromhex("15 0301 0002 02 46")) == Answer("alert", name="protocol_version")
    assert answer(bytes.fromhex("15 0301 0002 02 fe")) == Answer("alert", name="alert 254")
    assert answer(bytes.fromhex("15 0301 0002 02")).kind == "incomplete"


@pytest.mark.parametrize(
    "data", [b"HTTP/1.1 400 Bad Request\r\n", client_hello(0x0301, NONCE, "a"), b"\x17\x03\x03\0\1\0"]
)
def test_anything_else_is_no_answer(data: bytes) -> None:
    assert answer(data).kind in {"other", "incomplete"}
