"""TLS between a peer and its socket, against sessions of the standard library."""

from __future__ import annotations

import contextlib
import random
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from harness.exchange.layer import Broken
from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.tls import Tls, client_context, first_flight, present, tls
from harness.exchange.transcript import Transcript
from harness.launch.certificates import Certificates
from harness.model import Happening

Script = Callable[[ssl.SSLSocket], None]
Address = tuple[str, int]
Serve = Callable[..., Address]
Pair = tuple[Tls, socket.socket, bytes, bytes]
VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
MUCH = random.Random(8).randbytes(8 << 20)


@pytest.fixture(scope="module")
def certificates() -> Certificates:
    return Certificates("abcd2345")


@pytest.fixture(params=VERSIONS, ids=lambda version: version.name)
def version(request: pytest.FixtureRequest) -> ssl.TLSVersion:
    chosen: ssl.TLSVersion = request.param
    return chosen


@pytest.fixture
def context(certificates: Certificates, version: ssl.TLSVersion) -> ssl.SSLContext:
    return client_context(trust=certificates.trust, only=version)


def server_context(certificates: Certificates, *, mutual: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # not set by every release of Python
    context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    present(context, certificates.server.pem)
    if mutual:
        context.load_verify_locations(cadata=certificates.trust.decode())
        context.verify_mode = ssl.CERT_REQUIRED
    return context


@pytest.fixture
def serve_tls(serve: Serve, certificates: Certificates) -> Callable[..., Address]:
    """Starts a TLS server for a script; what goes wrong with its session is the client's to tell."""

    def start(script: Script, *, mutual: bool = False) -> Address:
        context = server_context(certificates, mutual=mutual)

        def run(link: socket.socket) -> None:
            try:
                with context.wrap_socket(link, server_side=True) as secure:
                    script(secure)
            except ssl.SSLError:
                link.close()

        return serve(run)

    return start


def echo(secure: ssl.SSLSocket) -> None:
    while data := secure.recv(65536):
        secure.sendall(data)
    secure.unwrap()


def session(peer: StreamPeer) -> Tls:
    assert isinstance(peer.layer, Tls)
    return peer.layer


def kinds(transcript: Transcript) -> list[Happening]:
    return [event.kind for event in transcript.events()]


def test_bytes_go_through_and_the_handshake_is_told(
    serve_tls: Serve,
    peers: Peers,
    transcript: Transcript,
    context: ssl.SSLContext,
    version: ssl.TLSVersion,
    certificates: Certificates,
) -> None:
    peer = peers.connect(serve_tls(echo), layer=tls(context, "localhost"))
    peer.send(b"hello")
    assert peer.receive(5) == b"hello"
    shown = session(peer)
    assert shown.version == version.name.replace("_", ".")
    assert shown.cipher
    assert shown.certificate == certificates.server.leaf
    told = [event.note for event in transcript.events() if event.kind is Happening.HANDSHAKE]
    assert told == [f"{shown.version}, {shown.cipher}"]


def test_megabytes_come_back_while_they_are_sent(serve_tls: Serve, peers: Peers, context: ssl.SSLContext) -> None:
    peer = peers.connect(serve_tls(echo), layer=tls(context, "localhost"))
    peer.send(MUCH)
    assert peer.receive(len(MUCH), 30) == MUCH


def test_a_close_notify_ends_the_sending_side_and_the_answer_ends_the_stream(
    serve_tls: Serve, peers: Peers, transcript: Transcript, context: ssl.SSLContext
) -> None:
    peer = peers.connect(serve_tls(echo), layer=tls(context, "localhost"))
    peer.send(b"last words")
    peer.half_close()
    assert peer.receive_to_end() == b"last words"
    assert (peer.ending, session(peer).notified) == (Happening.END, True)
    assert kinds(transcript)[-4:] == [
        *(Happening.CLOSE_NOTIFY_SENT, Happening.RECEIVED, Happening.CLOSE_NOTIFY, Happening.END)
    ]


def test_data_may_follow_a_close_notify_of_ours(serve_tls: Serve, peers: Peers, context: ssl.SSLContext) -> None:
    def script(secure: ssl.SSLSocket) -> None:
        while secure.recv(100):
            pass
        secure.sendall(b"after all")
        secure.unwrap()

    peer = peers.connect(serve_tls(script), layer=tls(context, "localhost"))
    peer.half_close()
    assert peer.receive_to_end() == b"after all"
    assert session(peer).notified


def test_a_bare_fin_is_an_end_without_a_close_notify(
    serve_tls: Serve, peers: Peers, transcript: Transcript, context: ssl.SSLContext
) -> None:
    def script(secure: ssl.SSLSocket) -> None:
        secure.sendall(b"cut")

    peer = peers.connect(serve_tls(script), layer=tls(context, "localhost"))
    assert peer.receive_to_end() == b"cut"
    assert (peer.ending, session(peer).notified) == (Happening.END, False)
    assert Happening.CLOSE_NOTIFY not in kinds(transcript)


def test_leaving_politely_says_close_notify(serve_tls: Serve, peers: Peers, context: ssl.SSLContext) -> None:
    ends: list[bytes | type[Exception]] = []
    done = threading.Event()

    def script(secure: ssl.SSLSocket) -> None:
        cast(Any, secure).suppress_ragged_eofs = False  # which typeshed does not know
        try:
            ends.append(secure.recv(1) + secure.recv(1))
        except OSError as error:
            ends.append(type(error))
        done.set()

    address = serve_tls(script)
    for leave in (StreamPeer.close, StreamPeer.reset):
        peer = peers.connect(address, layer=tls(context, "localhost"))
        peer.send(b"x")
        peers.wait(lambda peer=peer: not peer.unsent)  # type: ignore[misc]  # a default binds the loop's variable
        leave(peer)
        assert done.wait(10)
        done.clear()
    assert ends[0] == b"x"
    assert ends[1] != b"x"


def test_a_refused_client_is_told_the_alert(
    serve_tls: Serve, peers: Peers, transcript: Transcript, certificates: Certificates, version: ssl.TLSVersion
) -> None:
    offer = certificates.bad_client("expired").pem
    context = client_context(trust=certificates.trust, offer=offer, only=version)
    peer = peers.connect(serve_tls(echo, mutual=True), layer=tls(context, "localhost"))
    peer.send(b"let me in")
    assert peer.receive(1) == b""
    assert (peer.ending, session(peer).alert) == (Happening.ALERT, "certificate_expired")
    assert [event.note for event in transcript.events() if event.kind is Happening.ALERT] == ["certificate_expired"]


def test_a_client_that_distrusts_the_server_sends_the_alert(
    serve: Serve, peers: Peers, certificates: Certificates, version: ssl.TLSVersion
) -> None:
    seen: list[str | None] = []
    there = threading.Event()

    def script(link: socket.socket) -> None:
        try:
            server_context(certificates).wrap_socket(link, server_side=True)
        except ssl.SSLError as error:
            seen.append(error.reason)
        there.set()

    context = client_context(trust=certificates.other_trust, only=version)
    peer = peers.connect(serve(script), layer=tls(context, "localhost"))
    peers.wait(lambda: peer.over)
    assert (peer.ending, session(peer).alert_sent) == (Happening.ALERT_SENT, "unknown_ca")
    assert there.wait(10)
    assert seen == ["TLSV1_ALERT_UNKNOWN_CA"]


def test_what_is_no_tls_is_told_so(serve: Serve, peers: Peers, context: ssl.SSLContext) -> None:
    peer = peers.connect(serve(lambda link: link.sendall(b"220 ready\r\n")), layer=tls(context, "localhost"))
    peers.wait(lambda: peer.over)
    assert peer.ending is Happening.NOT_TLS
    assert isinstance(peer.failure, Broken)
    assert not session(peer).done


def test_a_server_that_leaves_in_the_handshake_ends_the_stream(
    serve: Serve, peers: Peers, context: ssl.SSLContext
) -> None:
    peer = peers.connect(serve(lambda link: (link.recv(65536), None)[1]), layer=tls(context, "localhost"))
    peers.wait(lambda: peer.over)
    assert (peer.ending, session(peer).done, session(peer).notified) == (Happening.END, False, False)


def test_data_wait_for_the_handshake_and_the_loop_rests(
    serve: Serve, peers: Peers, context: ssl.SSLContext, silent: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer = peers.connect(silent, layer=tls(context, "localhost"))
    peer.send(b"too early")
    rounds: list[float] = []
    carry_on = peers._round

    def counted(timeout: float) -> bool:
        rounds.append(timeout)
        return carry_on(timeout)

    monkeypatch.setattr(peers, "_round", counted)
    assert not peers.wait(lambda: peer.over, 0.3)
    assert (peer.sent, peer.unsent) == (0, 9)
    assert len(rounds) < 20
    peer.reset()


def test_writes_stall_under_back_pressure_and_every_byte_taken_comes_back(
    serve_tls: Serve, peers: Peers, context: ssl.SSLContext
) -> None:
    peer = peers.connect(serve_tls(echo), receive_buffer=4096, layer=tls(context, "localhost"))
    peers.wait(lambda: session(peer).done)
    out = peer.send_until_stalled(MUCH * 4, 32 << 20, 0.2)
    assert 0 < out < 32 << 20
    assert session(peer)._outgoing.pending + len(session(peer)._rest) <= 20 << 10
    peer.half_close()
    assert peer.receive_to_end(30) == (MUCH * 4)[:out]
    assert session(peer).notified


def test_the_first_flight_is_a_client_hello(certificates: Certificates) -> None:
    flight = first_flight(client_context(trust=certificates.trust), "localhost")
    assert flight[0] == 22
    assert flight[5] == 1
    assert b"localhost" in flight


@pytest.fixture
def pair(context: ssl.SSLContext, certificates: Certificates) -> Iterator[Pair]:
    """A layer after its handshake, the other end of its socket, a record of 100 bytes, and a close_notify."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.setblocking(False)
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        server = server_context(certificates).wrap_bio(incoming, outgoing, server_side=True)
        layer, buffer = Tls(ours, context, "localhost"), memoryview(bytearray(1024))
        shaken = False
        while not (layer.done and shaken):
            layer.write(memoryview(b""))
            with contextlib.suppress(BlockingIOError):
                incoming.write(theirs.recv(65536))
            with contextlib.suppress(ssl.SSLWantReadError):
                server.do_handshake()
                shaken = True
            theirs.sendall(outgoing.read())
            assert layer.read(buffer) is None
        server.write(b"x" * 100)
        record = outgoing.read()
        with contextlib.suppress(ssl.SSLWantReadError):
            server.unwrap()
        yield layer, theirs, record, outgoing.read()


def test_a_record_that_arrives_byte_by_byte_is_read_once_it_is_whole(
    pair: Pair,
) -> None:
    layer, theirs, record, goodbye = pair
    buffer = memoryview(bytearray(1024))
    for place in range(len(record) - 1):
        theirs.sendall(record[place : place + 1])
        assert layer.read(buffer) is None
    theirs.sendall(record[-1:] + goodbye)
    assert layer.read(buffer) == 100
    assert layer.unread
    assert not any(kind is Happening.CLOSE_NOTIFY for kind, _ in layer.news())
    assert layer.read(buffer) == 0
    assert (Happening.CLOSE_NOTIFY, "") in layer.news()


def test_a_small_buffer_takes_a_record_in_parts(pair: Pair) -> None:
    layer, theirs, record, _ = pair
    theirs.sendall(record)
    small = memoryview(bytearray(64))
    assert [layer.read(small), layer.read(small), layer.read(small)] == [64, 36, None]
