"""What an IPC server owes to peers that do not know the key: nothing, and to the next client everything.

Owns what such peers send. The control is a client that knows the key, before and after.
"""

from __future__ import annotations

import pickle
import select
import socket
import struct
from collections.abc import Callable
from random import Random
from typing import Any

from harness.errors import HarnessError
from harness.exchange.ipc import CHALLENGE, WELCOME, IpcPeer, NoMessage, NotAuthenticated, authenticate, framed
from harness.exchange.loop import Peers
from harness.exchange.pickles import NotPlain, read_pickle
from harness.exchange.stream import StreamPeer
from harness.exchange.transcript import Data
from harness.exchange.unmet import Unmet
from harness.launch.server import Server
from harness.requirement import MUST, requirement
from suites.ipc_echo.dialect import A_MOMENT, IpcDialect, serves_next
from suites.shared.dialects import await_or_quiet, start_again_if_ended

ACCEPTED = "It welcomed the client."
ECHOED = "It echoed what the client sent then."
REPEATED = "It took another client's answer: its challenge was the same."
UNPICKLED = "Your server unpickled the object: the code in it ran."
_UNASKED = "Objects, without any answer to the challenge"
_NOTHING = "No welcome and no echo: b'#FAILURE#', an end of the connection, or silence."


@requirement("rejects-wrong-key", MUST, needs=("authenticates",), provokes=True)
def rejects_wrong_key(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Refuse a client that has another key, and serve the next.

    Why: whoever may send pickles to a program may run any code in it.

    Source: lecture, Communicating between Interpreters; Python documentation, multiprocessing, Authentication keys
    """
    keys = (dialect.word(draw).encode(), dialect.key + b" ", dialect.key[:-1], b"")
    for key in (each for each in keys if each != dialect.key):
        peer = _stranger(server, peers, dialect, "A handshake with another key")
        _try_key(peer, key)
        word = dialect.word(draw)
        _say(server, peers, peer, word)
        _refused(peer, word, "A handshake with another key, then an object.")
        peer.close()


@requirement("rejects-no-key", MUST, needs=("authenticates",), provokes=True)
def rejects_no_key(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Echo nothing to a client that skips the challenge, and serve the next once it has gone.

    Why: whoever may send pickles to a program may run any code in it.

    Source: lecture, Communicating between Interpreters; Python documentation, multiprocessing, Authentication keys
    """
    # short enough to be taken for the answer to a challenge, too long for one, and after one that is a part of any
    for told, answer, word in (
        (_UNASKED, (), dialect.word(draw)),
        (_UNASKED, (), dialect.word(draw) * 20),
        ("An empty answer to the challenge, then objects", (b"",), dialect.word(draw)),
    ):
        peer = _stranger(server, peers, dialect, told)
        for message in answer:
            _send_quietly(server, peers, peer, message)
        for _ in range(3):
            _say(server, peers, peer, word)
        _refused(peer, word, f"{told}.")
        peer.close()
    _hold_fresh_challenge(server, peers, dialect, draw)


def _hold_fresh_challenge(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Hold that nobody gets in by what a client said that knew the key: each connection has a challenge of its own."""
    friend = _Overheard(dialect.open(peers, server.address).stream)
    dialect.shake_hands(friend)
    friend.close()
    if start_again_if_ended(server, peers):
        return  # by a friend's leaving, which is another requirement's affair
    peer, word = _stranger(server, peers, dialect, "One client's handshake"), dialect.word(draw)
    for message in (*friend.said, pickle.dumps(word, 4)):
        _send_quietly(server, peers, peer, message)
    if _finding(peer, word):
        raise Unmet(
            sent="All that a client had said that knew the key, once more on another connection, and an object.",
            expected=_NOTHING,
            observed=REPEATED,
        )
    peer.close()


class _Overheard(IpcPeer):
    """A client whose messages somebody writes down."""

    def __init__(self, stream: StreamPeer) -> None:
        super().__init__(stream)
        self.said: list[bytes] = []

    def send_bytes(self, message: Data) -> None:
        """Send, and write it down."""
        self.said.append(bytes(message))
        super().send_bytes(message)


@requirement("survives-garbage", MUST, needs=("authenticates",), provokes=True)
def survives_garbage(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Survive random bytes, an absurd length and a disconnect inside the handshake, and serve the next.

    Why: port scanners and broken clients come to every port; accept() raises AuthenticationError, EOFError or OSError
    for them.

    Source: lecture, Communicating between Interpreters; Python documentation, multiprocessing.connection.Listener
    """
    for told, garbage in _garbage(draw):
        peer = _stranger(server, peers, dialect, "A fresh client was served, and left")
        # a server that speaks first has done so: what follows is inside its handshake
        await_or_quiet(server, peers, lambda peer=peer: bool(peer.untouched) or peer.over, A_MOMENT)  # type: ignore[misc]  # a default binds the loop's variable
        garbage(peer)
        server.quiet(A_MOMENT)
        peer.close()
        serves_next(server, peers, dialect, draw, f"A client sent {told} and left")


def _garbage(draw: Random) -> tuple[tuple[str, Callable[[IpcPeer], None]], ...]:
    """What is sent before the handshake is done, in words, and how."""

    def sending(data: bytes) -> Callable[[IpcPeer], None]:
        return lambda peer: None if peer.over else peer.stream.send(data)

    return (
        ("nothing", sending(b"")),
        ("64 random bytes", sending(draw.randbytes(64))),
        ("4 KiB of random bytes", sending(draw.randbytes(4096))),
        ("an HTTP request", sending(b"GET / HTTP/1.0\r\n\r\n")),
        ("a length of 2,147,483,647", sending(struct.pack("!i", 0x7FFFFFFF) + draw.randbytes(64))),
        ("a length of 2 to the power of 62", sending(struct.pack("!iQ", -1, 1 << 62) + draw.randbytes(64))),
        ("a length of -2", sending(struct.pack("!i", -2))),
        ("an empty message", sending(framed(b""))),
        ("half a length", sending(b"\0\0")),
        ("half an answer to the challenge", sending(framed(draw.randbytes(16))[:9])),
        ("a challenge in place of the answer", sending(framed(CHALLENGE + draw.randbytes(20)))),
        ("a reset", IpcPeer.reset),
    )


@requirement("no-early-unpickling", MUST, needs=("authenticates",))
def no_early_unpickling(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Never unpickle what a peer sent that has not authenticated itself.

    Why: a pickle can call any function. Unpickling what a stranger sends gives him the program.

    Source: lecture, Communicating between Interpreters; Python documentation, pickle (the warning at its top)
    """
    with _Canary() as canary:
        _prove(canary, server, peers, dialect)
    for approach in (_at_once, _as_the_answer, _after_a_wrong_answer):
        start_again_if_ended(server, peers)
        with _Canary() as canary:
            peer = dialect.open(peers, server.address)
            approach(server, peers, peer, canary.message, draw)
            peer.close()
            server.quiet(1.0)
            if canary.sang():
                raise Unmet(
                    sent="Pickled objects that open a connection when they are unpickled, without knowing the key.",
                    expected="Nothing is unpickled before the client has proved that it knows the key.",
                    observed=UNPICKLED,
                )
    start_again_if_ended(server, peers)


def _at_once(server: Server, peers: Peers, peer: IpcPeer, canary: bytes, _: Random) -> None:
    peer.stream.send(framed(canary) * 3)
    server.quiet(1.0)
    peers.pump()


def _as_the_answer(server: Server, peers: Peers, peer: IpcPeer, canary: bytes, _: Random) -> None:
    await_or_quiet(server, peers, lambda: bool(peer.untouched) or peer.over, A_MOMENT)
    for _unused in range(2):
        _send_quietly(server, peers, peer, canary)


def _after_a_wrong_answer(server: Server, peers: Peers, peer: IpcPeer, canary: bytes, draw: Random) -> None:
    _try_key(peer, draw.randbytes(16))
    for _unused in range(2):
        _send_quietly(server, peers, peer, canary)


class _Canary:
    """A pickle that connects to a socket of ours when it is unpickled: nothing of the program's can hide that."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        # short enough for an answer to a challenge, 256 bytes; its value is None, which any echo can send back
        self.message = pickle.dumps(_Song(f"__import__('socket').create_connection(('127.0.0.1',{port}),5).close()"), 2)

    def __enter__(self) -> _Canary:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def sang(self) -> bool:
        """Whether it was unpickled since the last look."""
        if not select.select([self._listener], [], [], 0)[0]:
            return False
        self._listener.accept()[0].close()
        return True


class _Song:
    def __init__(self, text: str) -> None:
        self._text = text

    def __reduce__(self) -> tuple[Any, ...]:
        return eval, (self._text,)


def _prove(canary: _Canary, server: Server, peers: Peers, dialect: IpcDialect) -> None:
    """The control: sent by a client that knows the key it must sing, or come back as it went, or not be answered."""
    peer = dialect.connect(peers, server.address)
    peer.send_bytes(canary.message)
    try:
        answer = read_pickle(peer.recv_bytes())
    except (NoMessage, NotPlain):
        # a relay never unpickles, and a careful program refuses
        answer = canary
    peer.close()
    if answer is None and not canary.sang():
        raise HarnessError(
            "The program unpickled what makes it open a connection, and no connection came.", "Run wireproof doctor."
        )


# --- steps ------------------------------------------------------------------------------------------------


def _stranger(server: Server, peers: Peers, dialect: IpcDialect, sent: str) -> IpcPeer:
    """A connection that is not authenticated. Raises ``Unmet`` where a stranger before it has ended the program."""
    server.quiet(A_MOMENT)
    if end := server.ended():
        raise Unmet(sent=f"{sent}.", expected="Your server goes on.", observed=f"Your server {end}.")
    return dialect.open(peers, server.address)


def _try_key(peer: IpcPeer, key: bytes) -> None:
    """Shake hands with that key as far as it goes."""
    try:
        authenticate(peer, key)
    except NotAuthenticated:
        return


def _say(server: Server, peers: Peers, peer: IpcPeer, word: str) -> None:
    _send_quietly(server, peers, peer, pickle.dumps(word, 4))


def _send_quietly(server: Server, peers: Peers, peer: IpcPeer, message: bytes) -> None:
    """Send where the connection is still open, and give the program the time to answer."""
    if not peer.over:
        peer.send_bytes(message)
        server.quiet(1.0)
        peers.pump()


def _refused(peer: IpcPeer, word: str, sent: str) -> None:
    """Hold that nothing of what the peer sent came back, and that it was not welcomed."""
    if finding := _finding(peer, word):
        raise Unmet(sent=sent, expected=_NOTHING, observed=finding)


def _finding(peer: IpcPeer, word: str) -> str:
    received = bytes(peer.stream.received)
    return ECHOED if word.encode() in received else ACCEPTED if framed(WELCOME) in received else ""


FOR_STRANGERS = (rejects_wrong_key, rejects_no_key, survives_garbage, no_early_unpickling)
