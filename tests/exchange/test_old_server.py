"""A server of TLS 1.0 or 1.1, by hand: a client that would speak it goes on, and any other does not."""

from __future__ import annotations

import ssl
from contextlib import suppress

import pytest

from harness.exchange.hello import VERSIONS, answer, client_hello
from harness.exchange.old_server import first_flight, goes_on, read_client_hello
from harness.launch.certificates import Certificates

OLD = {"TLS 1.0": ssl.TLSVersion.TLSv1, "TLS 1.1": ssl.TLSVersion.TLSv1_1}
NONCE = bytes(range(32))


@pytest.fixture(scope="module")
def certificates() -> Certificates:
    return Certificates("abcd2345")


def answered(certificates: Certificates, context: ssl.SSLContext, name: str) -> bytes:
    """All that a client says to whom answers it in that version."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    session = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    with suppress(ssl.SSLWantReadError):
        session.do_handshake()
    said = outgoing.read()
    hello = read_client_hello(said)
    assert hello is not None
    incoming.write(first_flight(VERSIONS[name], hello, certificates.server.pem, certificates.server.leaf, NONCE))
    with suppress(ssl.SSLError):
        session.do_handshake()
    return said + outgoing.read()


def trusting(certificates: Certificates) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=certificates.trust.decode())
    return context


@pytest.mark.parametrize("name", OLD)
def test_a_client_that_allows_the_version_goes_on(certificates: Certificates, name: str) -> None:
    context = trusting(certificates)
    with pytest.deprecated_call():
        context.minimum_version = OLD[name]
    context.set_ciphers("ALL:@SECLEVEL=0")
    assert goes_on(answered(certificates, context, name))


@pytest.mark.parametrize("name", OLD)
def test_a_client_of_today_does_not(certificates: Certificates, name: str) -> None:
    said = answered(certificates, trusting(certificates), name)
    assert not goes_on(said)
    assert said[-7:-5] == b"\x15\x03", "an alert"


def test_it_is_read_as_a_server_hello_of_its_version(certificates: Certificates) -> None:
    hello = read_client_hello(client_hello(VERSIONS["TLS 1.1"], NONCE, "localhost"))
    assert hello is not None
    assert hello.nonce == NONCE
    came = answer(first_flight(VERSIONS["TLS 1.1"], hello, certificates.server.pem, certificates.server.leaf, NONCE))
    assert (came.kind, came.version) == ("hello", VERSIONS["TLS 1.1"])


def test_what_is_cut_short_or_no_client_hello_is_none() -> None:
    whole = client_hello(VERSIONS["TLS 1.0"], NONCE, "localhost")
    assert all(read_client_hello(whole[:size]) is None for size in range(len(whole)))
    assert read_client_hello(b"GET / HTTP/1.1\r\n\r\n") is None
    lying = bytearray(whole)
    lying[9 + 34] = 255  # the length of the session's name
    assert read_client_hello(bytes(lying)) is None
    assert not goes_on(b"")
    assert not goes_on(whole)
