"""Servers that clients under test call: what they answer, when they end, and what they count."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from random import Random

import pytest

from harness.errors import HarnessError
from harness.exchange.loop import Peers
from harness.exchange.transcript import Transcript
from suites.shared.services import (
    FLOOD_OF_VISITS,
    HOST,
    LINGER,
    EchoService,
    PiecemealService,
    Service,
    SilentService,
    TimeService,
    another,
    itself,
)

Talk = Callable[[], object]


@pytest.fixture
def peers() -> Iterator[Peers]:
    with Peers(Transcript(), glance=0.01) as peers:
        yield peers


@pytest.fixture
def port() -> int:
    """A port where nobody listens, for TCP and for UDP."""
    with socket.socket() as link, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        link.bind((HOST, 0))
        datagrams.bind(link.getsockname())
        return int(link.getsockname()[1])


def during(peers: Peers, service: Service, talk: Talk) -> list[object]:
    """What ``talk`` came to, done in a thread while the service is driven."""
    came: list[object] = []
    thread = threading.Thread(target=lambda: came.append(talk()))
    thread.start()

    assert driven(peers, service, lambda: not thread.is_alive())
    return came


def driven(peers: Peers, service: Service, condition: Talk) -> bool:
    """Drive the service until ``condition`` holds; whether it does."""

    def holds() -> bool:
        service.step()
        return bool(condition())

    return peers.wait(holds, 20)


def connected(port: int, host: str = HOST) -> socket.socket:
    return socket.create_connection((host, port), timeout=20)


def to_the_end(link: socket.socket) -> bytes:
    return b"".join(iter(lambda: link.recv(100), b""))


def test_an_echo_comes_as_the_bytes_come_and_ends_with_the_client_s_half_close(peers: Peers, port: int) -> None:
    service = EchoService(peers, (port,))

    def talk() -> object:
        with connected(port) as link:
            link.sendall(b"one")
            first = link.recv(3)
            link.sendall(b"two")
            link.shutdown(socket.SHUT_WR)
            return first, to_the_end(link)

    assert during(peers, service, talk) == [(b"one", b"two")]
    assert (service.heard, service.said, service.connections) == ([b"onetwo"], [b"onetwo"], 1)
    assert peers.wait(lambda: service.left)


def test_an_echo_ends_a_second_after_the_last_byte_where_the_client_does_not(peers: Peers, port: int) -> None:
    service = EchoService(peers, (port,))

    def talk() -> object:
        with connected(port) as link:
            link.sendall(b"one")
            began = time.monotonic()
            return to_the_end(link), time.monotonic() - began >= LINGER * 0.9

    assert during(peers, service, talk) == [(b"one", True)]


def test_both_loopbacks_and_every_port_are_served(peers: Peers, port: int) -> None:
    service = EchoService(peers, (port, 0))

    def talk() -> object:
        answers = []
        for host in (HOST, "::1"):
            with connected(port, host) as link:
                link.sendall(b"x")
                answers.append(link.recv(1))
        return answers

    assert during(peers, service, talk) == [[b"x", b"x"]]


def test_pieces_go_one_by_one_as_they_are_read(peers: Peers, port: int) -> None:
    service = PiecemealService(peers, (port,), size=10)

    def talk() -> object:
        with connected(port) as link:
            link.sendall(b"01234")
            link.sendall(b"56789")
            return [link.recv(100) for _ in range(6)]

    assert during(peers, service, talk) == [[b"01", b"23", b"45", b"67", b"89", b""]]


def test_a_message_of_unknown_size_is_whole_after_a_pause_and_the_next_one_too(peers: Peers, port: int) -> None:
    service = PiecemealService(peers, (port,))

    def talk() -> object:
        with connected(port) as link:
            answers = []
            for message in (b"hello", b"you"):
                link.sendall(message)
                answers.append([link.recv(100) for _ in message])
            return answers

    assert during(peers, service, talk) == [[[b"h", b"e", b"l", b"l", b"o"], [b"y", b"o", b"u"]]]


def test_what_was_not_read_is_counted_without_the_end_of_the_stream(peers: Peers, port: int) -> None:
    service, ended = EchoService(peers, (port,)), select.poll()
    with connected(port) as link:
        link.sendall(b"0123456789")
        assert driven(peers, service, lambda: service.said == [b"0123456789"])
        ended.register(link, select.POLLRDHUP)
        assert driven(peers, service, lambda: bool(ended.poll(0)))
        link.recv(4)
        service.take_stock()
        assert service.unread == 6
        assert to_the_end(link) == b"456789"
        service.take_stock()
        assert service.unread == 0


def test_a_silent_one_hears_and_says_nothing_even_at_a_half_close(peers: Peers, port: int) -> None:
    service = SilentService(peers, (port,))
    with connected(port) as link:
        link.sendall(b"hello?")
        link.shutdown(socket.SHUT_WR)
        assert driven(peers, service, lambda: service.connections > 0 and service.left)
        assert service.heard == [b"hello?"]
        assert select.select([link], [], [], 0)[0] == []
    assert service.said == []


def test_one_that_connects_for_ever_is_a_flood(peers: Peers, port: int) -> None:
    service = EchoService(peers, (port,))
    for _ in range(FLOOD_OF_VISITS):
        connected(port).close()
        peers.pump()
    assert not service.flooded
    connected(port).close()
    assert peers.wait(lambda: service.flooded)
    assert service.heard == []


def test_a_time_is_told_for_each_datagram_and_each_is_heard(peers: Peers, port: int) -> None:
    service = TimeService(peers, (port,), b"now")

    def talk() -> object:
        with socket.socket(type=socket.SOCK_DGRAM) as link:
            link.settimeout(20)
            answers = []
            for word in (b"", b"?"):
                link.sendto(word, (HOST, port))
                answers.append(link.recv(10))
            return answers

    assert during(peers, service, talk) == [[b"now", b"now"]]
    assert (service.heard, service.said, service.connections) == ([b"", b"?"], [b"now", b"now"], 1)


def test_a_port_that_is_taken_is_the_machine_s_fault_and_a_further_one_nobody_s(peers: Peers, port: int) -> None:
    with socket.create_server((HOST, port)):
        with pytest.raises(HarnessError, match=f"Port {port}"):
            EchoService(peers, (port,))
        EchoService(peers, (0, port))


def test_another_reply_has_the_same_form_and_no_letter_in_its_place() -> None:
    for seed in range(50):
        came = another(Random(seed))(b"Hello, World 42!\n")
        assert len(came) == 17
        assert [place for place, byte in enumerate(came) if byte == b"Hello, World 42!\n"[place]] == [5, 6, 12, 15, 16]
        assert came.decode("ascii")[0].isupper()
    assert itself(b"x") == b"x"
