"""Messages of multiprocessing.connection over one stream: framing, limits, the challenge, and how each goes wrong."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing import connection as real
from typing import Any

import pytest

from harness.exchange.ipc import (
    CHALLENGE,
    FAILURE,
    WELCOME,
    IpcPeer,
    NoMessage,
    NotAuthenticated,
    authenticate,
    framed,
    pickled,
)
from harness.exchange.loop import Peers

Script = Callable[[socket.socket], None]
Address = tuple[str, int]
Serve = Callable[..., Address]

KEY = b"peekaboo"


def connected(peers: Peers, address: Address, limit: float | None = None) -> IpcPeer:
    return IpcPeer(peers.connect(address), limit)


def shaking(then: Callable[[Any], None], key: bytes = KEY) -> Script:
    """A server of the standard library's."""

    def script(link: socket.socket) -> None:
        link.setblocking(True)  # a descriptor with a time limit cannot wait
        with real.Connection(link.detach()) as conn:
            try:
                real.deliver_challenge(conn, key)
                real.answer_challenge(conn, key)
                then(conn)
            except (EOFError, AuthenticationError):
                pass

    return script


def echo(conn: Any) -> None:
    while True:
        conn.send(conn.recv())


def saying(*messages: bytes) -> Script:
    """Sends bytes as they are, and ends."""

    def script(link: socket.socket) -> None:
        for message in messages:
            link.sendall(message)
        link.shutdown(socket.SHUT_WR)
        while link.recv(65536):
            pass

    return script


def test_a_real_server_is_met_and_echoes(serve: Serve, peers: Peers) -> None:
    peer = connected(peers, serve(shaking(echo)))
    authenticate(peer, KEY)
    for value in ("hello", None, {"a": (1, 2)}, b"x" * 20_000):
        peer.send(value)
        assert peer.receive() == value


def test_another_key_is_refused_in_words(serve: Serve, peers: Peers) -> None:
    with pytest.raises(NotAuthenticated, match="It refused the client's answer to its challenge"):
        authenticate(connected(peers, serve(shaking(echo))), b"other")


def test_a_server_that_does_not_know_the_key_itself_is_found_out(serve: Serve, peers: Peers) -> None:
    answers = saying(framed(CHALLENGE + bytes(20)), framed(WELCOME), framed(bytes(16)))
    with pytest.raises(NotAuthenticated, match="Its own answer to the client's challenge was wrong"):
        authenticate(connected(peers, serve(answers)), KEY)


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ((), "Its challenge did not come: no message; then end of stream at"),
        ((b"\0\0",), "Its challenge did not come: 2 of the 4 bytes of the length before a message; then end"),
        ((framed(b"hello"),), "Its first message was no challenge"),
        ((framed(bytes(300)),), "Its challenge did not come: a header that announced 300 bytes, where 256 at most"),
        ((framed(CHALLENGE + bytes(20)),), "It did not say whether the answer to its challenge was right: no message"),
        ((framed(CHALLENGE + bytes(20)), framed(FAILURE)), "It refused the client's answer"),
        ((framed(CHALLENGE + bytes(20)), framed(WELCOME)), "It did not answer the client's own challenge: no message"),
    ],
)
def test_a_handshake_that_breaks_off_says_how_far_it_came(
    serve: Serve, peers: Peers, messages: tuple[bytes, ...], words: str
) -> None:
    with pytest.raises(NotAuthenticated) as broken:
        authenticate(connected(peers, serve(saying(*messages))), KEY)
    assert broken.value.observed.startswith(words)
    assert not broken.value.late


def test_a_silent_server_is_late(silent: Address, peers: Peers) -> None:
    with pytest.raises(NotAuthenticated, match="no message; then nothing more for") as broken:
        authenticate(connected(peers, silent, 0.1), KEY)
    assert broken.value.late


def test_a_message_comes_in_any_pieces(serve: Serve, peers: Peers) -> None:
    pieces = [bytes([value]) for value in framed(b"abc") + framed(b"") + framed(b"d")]
    peer = connected(peers, serve(saying(*pieces)))
    assert [peer.recv_bytes() for _ in range(3)] == [b"abc", b"", b"d"]


def test_a_long_header_is_read(serve: Serve, peers: Peers) -> None:
    assert connected(peers, serve(saying(struct.pack("!iQ", -1, 3) + b"abc"))).recv_bytes() == b"abc"


@pytest.mark.parametrize(
    ("header", "size"),
    [
        (struct.pack("!i", 0x7FFFFFFF), "2,147,483,647"),
        (struct.pack("!iQ", -1, 1 << 62), "4,611,686,018,427,387,904"),
        (struct.pack("!i", -2), "-2"),
        (struct.pack("!i", 65_537), "65,537"),
    ],
)
def test_nothing_is_allocated_because_a_header_claims_it(serve: Serve, peers: Peers, header: bytes, size: str) -> None:
    with pytest.raises(NoMessage, match=f"announced {size} bytes, where 65,536 at most were due"):
        connected(peers, serve(saying(header + b"x"))).recv_bytes()


def test_a_message_that_breaks_off_says_where(serve: Serve, peers: Peers) -> None:
    with pytest.raises(NoMessage, match="2 of the 5 bytes of a message; then end of stream") as broken:
        connected(peers, serve(saying(framed(b"hello")[:-3]))).recv_bytes()
    assert not broken.value.late


def test_what_is_no_plain_pickle_is_told(serve: Serve, peers: Peers) -> None:
    peer = connected(peers, serve(saying(framed(b"hello"), framed(b"cposix\nsystem\n(S'exit 1'\ntR."))))
    with pytest.raises(NoMessage, match=r"A message, b'hello': no pickle \("):
        peer.receive()
    with pytest.raises(NoMessage, match=r"a pickle that names posix.system, which is no plain type"):
        peer.receive()


def test_sixteen_mebibytes_come_back(serve: Serve, peers: Peers) -> None:
    content = bytes(range(256)) * (1 << 16)
    peer = connected(peers, serve(shaking(echo)))
    authenticate(peer, KEY)
    peer.send(content)
    assert peer.receive(17 << 20) == content


def test_a_long_message_has_a_long_header() -> None:
    class Long(bytes):
        def __len__(self) -> int:
            return 0x80000000

    assert framed(Long(b"x")) == struct.pack("!iQ", -1, 0x80000000) + b"x"


def test_what_is_sent_is_what_the_standard_library_writes() -> None:
    ours, theirs = real.Pipe()
    with ours, theirs:
        theirs.send_bytes(pickled({"a": 1}))
        assert ours.recv() == {"a": 1}
