"""Connecting, refusing, giving up; one loop for many; bounds; nothing left open."""

from __future__ import annotations

import errno
import os
import selectors
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from harness.errors import HarnessError
from harness.exchange.layer import Plain
from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.transcript import Transcript
from harness.exchange.unmet import Unmet
from harness.model import Happening

Address = tuple[str, int]
Serve = Callable[..., Address]


def kinds(transcript: Transcript, peer: int = 1) -> list[Happening]:
    return [event.kind for event in transcript.events() if event.peer == peer]


def test_a_connection_is_an_event_and_peers_are_numbered(serve: Serve, peers: Peers, transcript: Transcript) -> None:
    address = serve()
    first, second = peers.connect(address), peers.connect(address)
    assert (first.number, second.number) == (1, 2)
    assert first.connected
    assert first.ending is None
    assert kinds(transcript) == [Happening.CONNECTED]


def test_a_refused_connection_is_unmet_and_not_late(
    peers: Peers, transcript: Transcript, free_address: Address
) -> None:
    with pytest.raises(Unmet) as caught:
        peers.connect(free_address)
    told = caught.value.evidence
    assert told.expected == "A connection."
    assert told.observed.startswith("Connection refused at ")
    assert not told.late
    assert kinds(transcript) == [Happening.REFUSED]


@pytest.fixture
def full_backlog() -> Iterator[Address]:
    """A listener that takes no more connections: requests to it stay unanswered."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        with socket.create_connection(listener.getsockname()):
            yield listener.getsockname()


def test_an_unanswered_request_is_unmet_and_late(peers: Peers, transcript: Transcript, full_backlog: Address) -> None:
    with pytest.raises(Unmet) as caught:
        peers.connect(full_backlog, limit=0.1)
    assert caught.value.evidence.observed == "No answer to the connection request within 100 ms."
    assert caught.value.evidence.late
    assert kinds(transcript) == [Happening.TIMEOUT]


def test_a_connection_begun_at_once_tells_later_what_came_of_it(
    serve: Serve, peers: Peers, free_address: Address, full_backlog: Address
) -> None:
    good, refused, waiting = peers.open(serve()), peers.open(free_address), peers.open(full_backlog)
    assert peers.wait(lambda: good.connected and refused.over)
    assert (good.ending, refused.ending, refused.connected) == (None, Happening.REFUSED, False)
    assert not waiting.connected
    assert waiting.ending is None
    waiting.reset()
    assert waiting.ending is Happening.CLOSED


def test_what_is_sent_before_the_connection_stands_goes_when_it_does(serve: Serve, peers: Peers) -> None:
    peer = peers.open(serve())
    peer.send(b"early")
    peer.half_close()
    assert peer.receive_to_end() == b"early"


def test_sending_to_a_refused_peer_stays_unsent(peers: Peers, free_address: Address) -> None:
    peer = peers.open(free_address)
    peers.wait(lambda: peer.over)
    peer.send(b"lost")
    assert not peer.flush()
    assert (peer.sent, peer.unsent) == (0, 4)
    assert peer.receive(4) == b""


def test_ipv6_is_told_by_the_colon(serve: Serve, peers: Peers) -> None:
    try:
        address = serve(host="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    peer = peers.connect(address)
    peer.send(b"six")
    assert peer.receive(3) == b"six"


def test_a_source_address_can_be_chosen(serve: Serve, peers: Peers) -> None:
    seen: list[str] = []

    def script(link: socket.socket) -> None:
        seen.append(link.getpeername()[0])

    peers.connect(serve(script), source="127.0.0.2").receive_to_end()
    assert seen == ["127.0.0.2"]


def test_an_address_that_this_machine_lacks_is_no_fault_of_a_program(serve: Serve, peers: Peers) -> None:
    with pytest.raises(HarnessError, match="could not open a socket"):
        peers.connect(serve(), source="192.0.2.1")


def test_too_few_descriptors_are_no_fault_of_a_program(
    serve: Serve, peers: Peers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_: object) -> socket.socket:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(socket, "socket", exhausted)
    with pytest.raises(HarnessError, match="ulimit"):
        peers.connect(("127.0.0.1", 1))


def test_a_connection_joined_to_itself_counts_as_refused(peers: Peers, transcript: Transcript) -> None:
    link = socket.socket()
    link.bind(("127.0.0.1", 0))
    address = link.getsockname()
    link.connect(address)
    peer = StreamPeer(peers, link, address, Plain(link))
    peer.settle(0)
    assert peer.ending is Happening.REFUSED
    assert not peer.connected
    assert peer.fileno() == -1
    assert kinds(transcript) == [Happening.REFUSED]


def test_a_wait_is_over_when_its_condition_holds_and_says_so(serve: Serve, peers: Peers) -> None:
    peer = peers.connect(serve())
    peer.send(b"x")
    assert peers.wait(lambda: bool(peer.received))
    assert not peers.wait(lambda: False, 0.01)


def test_a_condition_that_no_socket_decides_is_looked_at_again(peers: Peers) -> None:
    flag = threading.Event()
    timer = threading.Timer(0.02, flag.set)
    timer.start()
    assert peers.wait(flag.is_set)
    timer.join()


def test_pumping_does_not_wait(serve: Serve, peers: Peers) -> None:
    gate = threading.Event()

    def script(link: socket.socket) -> None:
        link.sendall(b"x")
        gate.wait(10)

    peer = peers.connect(serve(script))
    while not peer.received:
        peers.pump()
    peers.pump()
    gate.set()
    assert peer.received == b"x"


def test_every_peer_sends_without_nagles_delay(serve: Serve, peers: Peers) -> None:
    peer = peers.connect(serve())
    assert peer._link.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_leaving_closes_every_socket_once(serve: Serve, transcript: Transcript) -> None:
    address = serve()
    with Peers(transcript) as peers:
        mine = [peers.connect(address) for _ in range(3)]
        mine[0].close()
        mine[0].close()
        datagrams = peers.datagram(("127.0.0.1", 9))
    assert [peer.fileno() for peer in mine] == [-1, -1, -1]
    assert datagrams.fileno() == -1
    for peer in mine:
        assert kinds(transcript, peer.number) == [Happening.CONNECTED, Happening.CLOSED]


def test_all_can_leave_by_reset(serve: Serve, peers: Peers, transcript: Transcript) -> None:
    seen: list[str] = []

    def script(link: socket.socket) -> None:
        try:
            link.recv(1)
        except ConnectionResetError:
            seen.append("reset")

    peers.connect(serve(script))
    peers.reset_all()
    while not seen:
        peers.pump()
    assert kinds(transcript) == [Happening.CONNECTED, Happening.RESET_SENT]


def test_a_flood_is_not_read_beyond_what_may_be_held(serve: Serve, transcript: Transcript) -> None:
    def flood(link: socket.socket) -> None:
        while True:
            link.sendall(bytes(65536))

    with Peers(transcript, room=1 << 20) as peers:
        peer = peers.connect(serve(flood))
        assert len(peer.receive_to_end()) == 1 << 20
        assert peer.ending is None
        assert peers.full
        other = peers.connect(serve())
        other.send(b"x")
        assert other.receive(1) == b""
        peer.reset()
        assert not peers.full
        assert other.receive(1) == b"x"
    assert "1,048,576 bytes were received; the rest was not read" in [event.note for event in transcript.events()]


def echo_all(listener: socket.socket, stop: threading.Event) -> None:
    links: list[socket.socket] = []
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while not stop.is_set():
            for key, _ in selector.select(0.05):
                if key.fileobj is listener:
                    links.append(listener.accept()[0])
                    selector.register(links[-1], selectors.EVENT_READ)
                elif data := key.fileobj.recv(4096):  # type: ignore[union-attr]
                    key.fileobj.sendall(data)  # type: ignore[union-attr]
                else:
                    selector.unregister(key.fileobj)
    for link in links:
        link.close()


def test_a_thousand_connections_echo_through_one_loop(peers: Peers, thousands_of_files: None) -> None:
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        thread = threading.Thread(target=echo_all, args=(listener, stop))
        thread.start()
        mine = [peers.connect(listener.getsockname()) for _ in range(1000)]
        for peer in mine:
            peer.send(b"client %d" % peer.number)
        assert peers.wait(lambda: all(len(peer.received) == peer.sent for peer in mine), 30)
        assert all(peer.received == b"client %d" % peer.number for peer in mine)
        peers.close_all()
        stop.set()
        thread.join()
