"""Connections that come to the harness, driven by the same loop as its own."""

from __future__ import annotations

import socket

import pytest

from harness.exchange.acceptor import Acceptor
from harness.exchange.loop import Peers
from harness.exchange.transcript import Transcript
from harness.model import Happening

LOOPBACK = ("127.0.0.1", 0)


def test_clients_are_accepted_in_order_and_talked_to(peers: Peers, transcript: Transcript) -> None:
    acceptor = Acceptor(peers, LOOPBACK)
    with socket.create_connection(acceptor.address) as first, socket.create_connection(acceptor.address) as second:
        assert peers.wait(lambda: len(acceptor.accepted) == 2)
        for number, (peer, client) in enumerate(zip(acceptor.accepted, (first, second), strict=True)):
            client.sendall(b"%d" % number)
            assert peer.receive(1) == b"%d" % number
            peer.send(b"answer")
            assert client.recv(6) == b"answer"
        first.close()
        assert acceptor.accepted[0].receive_to_end() == b""
        assert acceptor.accepted[0].ending is Happening.END
    assert [event.kind for event in transcript.events()][:2] == [Happening.CONNECTED] * 2


def test_one_that_has_gone_before_it_is_accepted_is_a_connection_that_ended(peers: Peers) -> None:
    acceptor = Acceptor(peers, LOOPBACK)
    socket.create_connection(acceptor.address).close()
    assert peers.wait(lambda: bool(acceptor.accepted))
    assert acceptor.accepted[0].receive_to_end() == b""


def test_a_closed_acceptor_refuses_and_leaves_its_connections_open(peers: Peers) -> None:
    acceptor = Acceptor(peers, LOOPBACK)
    with socket.create_connection(acceptor.address) as client:
        peers.wait(lambda: bool(acceptor.accepted))
        acceptor.close()
        acceptor.close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(acceptor.address)
        acceptor.accepted[0].send(b"still here")
        assert client.recv(10) == b"still here"


def test_ipv6(peers: Peers) -> None:
    acceptor = Acceptor(peers, ("::1", 0))
    with socket.create_connection(acceptor.address):
        assert peers.wait(lambda: bool(acceptor.accepted))


def test_leaving_the_loop_closes_the_acceptor_too(transcript: Transcript) -> None:
    with Peers(transcript) as peers:
        acceptor = Acceptor(peers, LOOPBACK)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(acceptor.address)
