"""The server's side of TLS, against clients of the standard library."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from harness.exchange.acceptor import Acceptor
from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.tls import Tls, client_context, server_context, tls_server
from harness.launch.certificates import Certificates
from harness.model import Happening

VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
Talk = Callable[[socket.socket], None]


@pytest.fixture(scope="module")
def certificates() -> Certificates:
    return Certificates("abcd2345")


@contextmanager
def called(peers: Peers, context: ssl.SSLContext, talk: Talk) -> Iterator[StreamPeer]:
    """The server's side of a connection on which a client does ``talk``, in a thread of its own."""
    acceptor = Acceptor(peers, ("127.0.0.1", 0), layer=tls_server(context))
    failures: list[Exception] = []

    def run() -> None:
        try:
            with socket.create_connection(acceptor.address, timeout=10) as link:
                talk(link)
        except Exception as failure:  # the test's own thread raises it
            failures.append(failure)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        peers.wait(lambda: bool(acceptor.accepted))
        yield acceptor.accepted[0]
    finally:
        peers.wait(lambda: not thread.is_alive())
        thread.join()
        assert not failures


def layer_of(peer: StreamPeer) -> Tls:
    assert isinstance(peer.layer, Tls)
    return peer.layer


@pytest.mark.parametrize("version", VERSIONS)
def test_a_client_is_served_and_told_of_the_end(
    peers: Peers, certificates: Certificates, version: ssl.TLSVersion
) -> None:
    came = []

    def talk(link: socket.socket) -> None:
        context = client_context(trust=certificates.trust)
        with context.wrap_socket(link, server_hostname="localhost") as secure:
            secure.sendall(b"hello")
            came.extend([secure.recv(100), secure.recv(100), secure.version()])

    with called(peers, server_context(certificates.server.pem, only=version), talk) as peer:
        assert peer.receive(5) == b"hello"
        peer.send(b"answer")
        peer.half_close()
        peer.receive_to_end()
        assert layer_of(peer).done
        assert layer_of(peer).spoken
    assert came == [b"answer", b"", {771: "TLSv1.2", 772: "TLSv1.3"}[version]]


def test_a_client_that_shuts_down_its_socket_alone_is_answered(peers: Peers, certificates: Certificates) -> None:
    came = []

    def talk(link: socket.socket) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = client_context(trust=certificates.trust).wrap_bio(incoming, outgoing, server_hostname="localhost")

        def step(do: Callable[[], object]) -> object:
            while True:
                try:
                    return do()
                except ssl.SSLWantReadError:
                    if outgoing.pending:
                        link.sendall(outgoing.read())
                    incoming.write(link.recv(65536))

        step(session.do_handshake)
        session.write(b"hello")
        link.sendall(outgoing.read())
        link.shutdown(socket.SHUT_WR)
        came.append(step(lambda: session.read(100)))

    with called(peers, server_context(certificates.server.pem), talk) as peer:
        assert peer.receive_to_end() == b"hello"
        peer.send(b"answer")
        peer.half_close()
    assert came == [b"answer"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_refused_certificate_is_an_alert_and_no_data(
    peers: Peers, certificates: Certificates, version: ssl.TLSVersion
) -> None:
    def talk(link: socket.socket) -> None:
        with pytest.raises(ssl.SSLCertVerificationError):
            client_context(trust=certificates.trust).wrap_socket(link, server_hostname="localhost")

    bad = certificates.bad_server("wrong-name")
    with called(peers, server_context(bad.pem, only=version), talk) as peer:
        assert peer.receive_to_end() == b""
        assert (peer.ending, layer_of(peer).alert) == (Happening.ALERT, "bad_certificate")
        assert not layer_of(peer).done


def test_a_client_without_tls_is_told_from_one_that_comes_to_no_terms(peers: Peers, certificates: Certificates) -> None:
    def talk(link: socket.socket) -> None:
        link.sendall(b"hello, world")
        link.recv(100)

    with called(peers, server_context(certificates.server.pem), talk) as peer:
        assert peer.receive_to_end() == b""
        assert peer.ending is Happening.NOT_TLS
        assert not layer_of(peer).spoken
        peer.close()
