"""Datagrams: both ways, empty, largest, refused, from strangers, too many."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from harness.exchange.datagram import Datagram
from harness.exchange.loop import Peers
from harness.exchange.transcript import Transcript
from harness.model import Happening


@pytest.fixture
def service() -> Iterator[socket.socket]:
    """A bound socket; the test itself plays the server."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.settimeout(10)
        link.bind(("127.0.0.1", 0))
        yield link


def kinds(transcript: Transcript) -> list[Happening]:
    return [event.kind for event in transcript.events()]


@pytest.mark.parametrize("size", [0, 1, 65507])
def test_datagrams_of_every_size_go_both_ways(
    size: int, peers: Peers, transcript: Transcript, service: socket.socket
) -> None:
    peer = peers.datagram(service.getsockname())
    message = bytes(byte % 251 for byte in range(size))
    peer.send(message)
    data, client = service.recvfrom(65536)
    assert data == message
    assert client[1] == peer.local[1]
    service.sendto(data, client)
    (reply,) = peer.receive()
    assert (reply.data, reply.address) == (message, service.getsockname())
    assert reply.at <= transcript.elapsed()
    assert [(event.kind, event.size) for event in transcript.events()] == [
        (Happening.SENT, size),
        (Happening.RECEIVED, size),
    ]


def test_each_datagram_is_an_event_of_its_own(peers: Peers, transcript: Transcript, service: socket.socket) -> None:
    peer = peers.datagram(service.getsockname())
    for data in (b"", b"ab", b""):
        peer.send(data)
    events = transcript.events()
    assert [(event.offset, event.size, event.note) for event in events] == [
        (0, 0, "datagram 1"),
        (0, 2, "datagram 2"),
        (2, 0, "datagram 3"),
    ]


def test_datagrams_are_handed_out_once_and_as_many_as_asked(peers: Peers, service: socket.socket) -> None:
    peer = peers.datagram(service.getsockname())
    peer.send(b"?")
    client = service.recvfrom(10)[1]
    for number in range(3):
        service.sendto(b"%d" % number, client)
    assert [reply.data for reply in peer.receive(2)] == [b"0", b"1"]
    assert [reply.data for reply in peer.receive(1)] == [b"2"]
    assert len(peer.received) == 3


def test_silence_is_recorded_and_what_came_is_returned(
    peers: Peers, transcript: Transcript, service: socket.socket
) -> None:
    peer = peers.datagram(service.getsockname())
    peer.send(b"?")
    service.sendto(b"!", service.recvfrom(10)[1])
    assert [reply.data for reply in peer.receive(2, 0.2)] == [b"!"]
    assert kinds(transcript)[-1] is Happening.TIMEOUT
    assert transcript.events()[-1].note == "waited 200 ms"


def test_an_unreachable_port_is_a_refusal_that_ends_the_wait(
    peers: Peers, transcript: Transcript, service: socket.socket
) -> None:
    peer = peers.datagram(service.getsockname())
    service.close()
    peer.send(b"?")
    assert peer.receive() == []
    assert peer.refused == 1
    assert kinds(transcript) == [Happening.SENT, Happening.REFUSED]


def test_every_refusal_is_counted_and_none_keeps_the_next_datagram_from_going(
    peers: Peers, service: socket.socket
) -> None:
    peer = peers.datagram(service.getsockname())
    service.close()
    for _ in range(5):
        peer.send(b"?")
    assert peer.receive(5) == []
    assert (peer.sent, peer.refused) == (5, 5)


def test_ipv6_refusals_are_seen_too(peers: Peers) -> None:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as link:
            link.bind(("::1", 0))
            address = link.getsockname()[:2]
    except OSError:
        pytest.skip("this machine has no IPv6")
    peer = peers.datagram(address)
    peer.send(b"?")
    assert peer.receive() == []
    assert peer.refused == 1


def test_an_answer_from_elsewhere_is_seen_as_such(peers: Peers, transcript: Transcript, service: socket.socket) -> None:
    peer = peers.datagram(service.getsockname())
    peer.send(b"?")
    client = service.recvfrom(10)[1]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        other.sendto(b"!", client)
        (reply,) = peer.receive()
        assert reply.address == other.getsockname()
        assert f"from 127.0.0.1 port {reply.address[1]}" in transcript.events()[-1].note


def test_too_large_a_datagram_is_a_mistake_of_the_check_and_no_refusal(peers: Peers, service: socket.socket) -> None:
    peer = peers.datagram(service.getsockname())
    with pytest.raises(OSError, match="too long"):
        peer.send(bytes(65508))
    peer.send(b"next")
    assert service.recv(10) == b"next"
    peers.pump()
    assert (peer.sent, peer.refused) == (1, 0)


def test_two_hundred_datagrams_at_once_all_arrive(peers: Peers, service: socket.socket) -> None:
    clients = [peers.datagram(service.getsockname()) for _ in range(20)]
    for number in range(200):
        clients[number % 20].send(b"%d" % number)
    for _ in range(200):
        data, client = service.recvfrom(100)
        service.sendto(data, client)
    assert peers.wait(lambda: all(len(client.received) == 10 for client in clients))
    answers = [{int(reply.data) % 20 for reply in client.receive(10)} for client in clients]
    assert answers == [{number} for number in range(20)]


def test_what_our_own_kernel_dropped_is_counted(peers: Peers, service: socket.socket) -> None:
    peer = peers.datagram(service.getsockname())
    peer.send(b"?")
    client = service.recvfrom(10)[1]
    assert peer.dropped == 0
    peer._link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2304)
    for _ in range(200):
        service.sendto(bytes(1000), client)
    peers.pump()
    assert len(peer.received) + peer.dropped == 200
    assert peer.dropped > 0


def test_a_flood_of_datagrams_is_not_kept(transcript: Transcript, service: socket.socket) -> None:
    with Peers(transcript, room=10_000) as peers:
        peer = peers.datagram(service.getsockname())
        peer.send(b"?")
        client = service.recvfrom(10)[1]
        for _ in range(100):
            service.sendto(bytes(1000), client)
        peer.receive(100)
        assert 0 < len(peer.received) < 10
        peer.close()
        assert not peers.full


def test_a_closed_peer_sends_nothing(peers: Peers, transcript: Transcript, service: socket.socket) -> None:
    peer = peers.datagram(service.getsockname())
    peer.close()
    peer.reset()
    assert kinds(transcript) == [Happening.CLOSED]
    with pytest.raises(RuntimeError, match="cannot send"):
        peer.send(b"x")


def test_a_datagram_is_a_value() -> None:
    assert Datagram(b"a", ("h", 1), 0.5) == Datagram(b"a", ("h", 1), 0.5)
