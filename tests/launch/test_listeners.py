"""Listeners as the kernel tells them: those of this test itself, so nothing needs to be started."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from apart import apart
from boxes import entered

from harness.launch.listeners import Listener, listeners, unread
from harness.launch.readiness import owned


@dataclass
class Fake:
    """A sandbox that is some processes of this machine."""

    pids: tuple[int, ...]
    stdin: int = 0
    output: int = 0
    main: int = 0
    attendants: tuple[int, ...] = ()

    def processes(self) -> tuple[int, ...]:
        return self.pids

    def ended(self) -> int | None:
        return None

    def interrupt(self, signal: int) -> None:
        raise NotImplementedError

    def strike(self) -> None:
        raise NotImplementedError

    def kill(self) -> None:
        raise NotImplementedError


@contextmanager
def bound(family: int, kind: int, address: str, *, v6only: bool = False, backlog: int = 7) -> Iterator[socket.socket]:
    with socket.socket(family, kind) as sock:
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
        sock.bind((address, 0))
        if kind == socket.SOCK_STREAM:
            sock.listen(backlog)
        yield sock


def seen(sock: socket.socket) -> list[Listener]:
    inode = os.fstat(sock.fileno()).st_ino
    return [each for each in listeners() if each.inode == inode]


@pytest.mark.parametrize(("kind", "transport"), [(socket.SOCK_STREAM, "tcp"), (socket.SOCK_DGRAM, "udp")])
@pytest.mark.parametrize(
    ("family", "address", "asked", "reached"),
    [
        (socket.AF_INET, "127.0.0.1", False, "127.0.0.1"),
        (socket.AF_INET, "0.0.0.0", False, "127.0.0.1"),
        (socket.AF_INET, "127.0.0.7", False, "127.0.0.7"),
        # the kernel makes a socket with an IPv6 address an IPv6-only one
        (socket.AF_INET6, "::1", True, "::1"),
        (socket.AF_INET6, "::", False, "127.0.0.1"),
        (socket.AF_INET6, "::", True, "::1"),
    ],
)
def test_a_listener_is_seen_with_its_address_and_where_it_is_reached(
    kind: int, transport: str, family: int, address: str, asked: bool, reached: str
) -> None:
    with bound(family, kind, address, v6only=asked) as sock:
        (found,) = seen(sock)
        port = sock.getsockname()[1]
    assert (found.transport, found.address, found.port) == (transport, address, port)
    assert found.v6only is asked
    assert found.reachable_at == (reached, port)


def test_a_socket_that_only_has_a_port_is_no_tcp_listener() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        assert seen(sock) == []
        sock.listen()
        assert len(seen(sock)) == 1


def test_a_connected_datagram_socket_is_a_client_and_no_listener() -> None:
    with (
        bound(socket.AF_INET, socket.SOCK_DGRAM, "127.0.0.1") as server,
        bound(socket.AF_INET, socket.SOCK_DGRAM, "127.0.0.1") as client,
    ):
        client.connect(server.getsockname())
        assert seen(client) == []
        assert len(seen(server)) == 1


def test_the_room_of_a_datagram_queue_and_what_was_dropped_are_told() -> None:
    with (
        bound(socket.AF_INET, socket.SOCK_DGRAM, "127.0.0.1") as server,
        socket.socket(type=socket.SOCK_DGRAM) as sender,
    ):
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        (before,) = seen(server)
        for _ in range(100):
            sender.sendto(bytes(1000), server.getsockname())
        (after,) = seen(server)
    assert before.queue == server_room(4096)
    assert (before.dropped, after.dropped > 50) == (0, True)


def server_room(asked: int) -> int:
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, asked)
        return sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)


def test_many_listeners_come_in_one_answer_of_many_messages() -> None:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(300)]
    try:
        inodes = {os.fstat(each.fileno()).st_ino for each in sockets}
        assert inodes <= {each.inode for each in listeners()}
    finally:
        for each in sockets:
            each.close()


def test_ipv4_comes_before_ipv6() -> None:
    with (
        bound(socket.AF_INET6, socket.SOCK_STREAM, "::1") as six,
        bound(socket.AF_INET, socket.SOCK_STREAM, "127.0.0.1") as four,
    ):
        found = listeners()
        assert found.index(seen(four)[0]) < found.index(seen(six)[0])


def test_sockets_of_others_are_not_owned() -> None:
    with bound(socket.AF_INET, socket.SOCK_STREAM, "127.0.0.1") as sock:
        found = seen(sock)
        assert owned(Fake((os.getpid(),)), found) == found
        assert owned(Fake((os.getppid(), 1)), found) == []
        assert owned(Fake(()), found) == []


def test_a_listener_that_has_closed_is_no_longer_seen() -> None:
    with bound(socket.AF_INET, socket.SOCK_STREAM, "127.0.0.1") as sock:
        inode = os.fstat(sock.fileno()).st_ino
    assert inode not in {each.inode for each in listeners()}


def test_a_fork_can_look_at_the_same_time() -> None:
    def work() -> int:
        entered()
        with socket.create_server(("127.0.0.1", 0)):
            return int(apart(lambda: len(listeners()))) + len(listeners())

    assert apart(work) == 2


def test_what_a_connection_has_not_read_is_counted() -> None:
    with bound(socket.AF_INET, socket.SOCK_STREAM, "127.0.0.1") as listener:
        with socket.create_connection(listener.getsockname()) as client:
            link, address = listener.accept()
            with link:
                port = listener.getsockname()[1]
                assert unread(address[1], port) == 0
                link.sendall(b"twelve bytes")
                assert unread(address[1], port) == 12
                client.recv(5)
                assert unread(address[1], port) == 7
        assert unread(address[1], port) == 0
