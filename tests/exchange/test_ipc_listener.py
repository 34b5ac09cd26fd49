"""A listener's part of the challenge, over our stream, against clients of the standard library and against others."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError
from multiprocessing import connection as real
from typing import Any

import pytest

from harness.exchange.acceptor import Acceptor
from harness.exchange.ipc import CHALLENGE, FAILURE, IpcPeer, NotAuthenticated, framed, let_in, messages
from harness.exchange.loop import Peers

KEY = b"peekaboo"
Talk = Callable[[tuple[str, int]], None]


@contextmanager
def called(peers: Peers, talk: Talk) -> Iterator[IpcPeer]:
    """A listener's end of the connection that ``talk`` makes, in a thread of its own."""
    acceptor = Acceptor(peers, ("127.0.0.1", 0))
    thread = threading.Thread(target=talk, args=(acceptor.address,))
    thread.start()
    try:
        assert peers.wait(lambda: bool(acceptor.accepted))
        yield IpcPeer(acceptor.accepted[0])
    finally:
        peers.reset_all()
        thread.join()


def client(key: bytes | None, then: Callable[[Any], None] = lambda _: None) -> Talk:
    def talk(address: tuple[str, int]) -> None:
        with suppress(OSError, EOFError, AuthenticationError), real.Client(address, authkey=key) as connection:
            then(connection)

    return talk


def saying(*data: bytes) -> Talk:
    def talk(address: tuple[str, int]) -> None:
        with socket.create_connection(address) as link:
            link.sendall(b"".join(data))

    return talk


def sends_at_once(connection: Any) -> None:
    connection.send("hello")


def test_a_client_that_knows_the_key_is_let_in_and_heard(peers: Peers) -> None:
    answers = []

    def exchange(connection: Any) -> None:
        connection.send("hello")
        answers.append(connection.recv())

    with called(peers, client(KEY, exchange)) as peer:
        let_in(peer, KEY)
        assert peers.wait(lambda: peer.due)
        assert peer.receive() == "hello"
        assert not peer.due
        peer.send("answer")
        assert peers.wait(lambda: peer.over)
    assert answers == ["answer"]


@pytest.mark.parametrize(
    ("talk", "observed"),
    [
        (client(b"another"), "Its answer to the server's challenge was wrong."),
        (client(None, sends_at_once), "Its answer to the server's challenge was wrong."),
        (saying(), "Its answer to the server's challenge did not come: no message; "),
    ],
)
def test_any_other_is_not(peers: Peers, talk: Talk, observed: str) -> None:
    with called(peers, talk) as peer, pytest.raises(NotAuthenticated) as failure:
        let_in(peer, KEY)
    assert failure.value.observed.startswith(observed)


@pytest.mark.parametrize(
    ("then", "observed"),
    [
        (b"no challenge", "Where its own challenge was due, another message came."),
        (None, "Its own challenge did not come: no message; "),
    ],
)
def test_one_that_asks_for_no_proof_is_told_so(peers: Peers, then: bytes | None, observed: str) -> None:
    def talk(address: tuple[str, int]) -> None:
        with suppress(OSError), real.Client(address) as connection:
            real.answer_challenge(connection, KEY)
            if then is not None:
                connection.send_bytes(then)

    with called(peers, talk) as peer, pytest.raises(NotAuthenticated) as failure:
        let_in(peer, KEY)
    assert failure.value.observed.startswith(observed)


def test_one_that_refuses_the_right_answer_is_told_so(peers: Peers) -> None:
    def talk(address: tuple[str, int]) -> None:
        with suppress(OSError), real.Client(address) as connection:
            real.answer_challenge(connection, KEY)
            connection.send_bytes(CHALLENGE + bytes(20))
            connection.recv_bytes()
            connection.send_bytes(FAILURE)

    with called(peers, talk) as peer, pytest.raises(NotAuthenticated) as failure:
        let_in(peer, KEY)
    assert failure.value.observed == "It refused the server's right answer to its challenge."


def test_whole_messages_are_told_from_what_is_still_to_come() -> None:
    long = struct.pack("!iQ", -1, 3) + b"abc"
    whole = framed(b"") + framed(b"hello") + long
    assert list(messages(whole)) == [b"", b"hello", b"abc"]
    assert all(b"abc" not in messages(whole[:size]) for size in range(len(whole)))
    assert list(messages(struct.pack("!i", -2) + b"rest")) == []
