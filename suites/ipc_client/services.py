"""Listeners of the harness's own, which IPC clients under test call: one that knows the key, and impostors.

Owns what they say and when. The challenge is the standard library's, message by message; what comes after it is read
as it comes. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import answer_challenge
from random import Random
from typing import Any

from harness.exchange.ipc import (
    CHALLENGE,
    WELCOME,
    IpcPeer,
    NoMessage,
    NotAuthenticated,
    framed,
    let_in,
    messages,
    pickled,
)
from harness.exchange.loop import Peers
from harness.exchange.pickles import NotPlain, read_pickle
from harness.exchange.stream import StreamPeer
from suites.shared.runs import LIMIT
from suites.shared.services import Reply, SilentService, Talk

NO_HANDSHAKE = "Your client sent an object without any handshake"
NOT_AUTHENTICATED = "The handshake with your client failed"
_PATIENCE = 3.0  # an impostor's: what it does not wait for costs nobody a point


class ObjectService(SilentService):
    """Shakes hands with whoever knows the key, and returns what comes as it comes; without a ``reply`` it is silent.

    It ends its side when the client ends its own, else a second after the last object.
    """

    def __init__(self, services: Peers, ports: Iterable[int], key: bytes, reply: Reply | None) -> None:
        super().__init__(services, ports)
        self._key, self._reply = key, reply
        self._lines: dict[int, _Line] = {}
        self._answers: list[bytes] = []

    def _serve(self, talk: Talk) -> None:
        if (line := self._lines.get(talk.peer.number)) is None:
            # this waits for the client, and for nobody else
            line = self._lines[talk.peer.number] = _Line(talk.peer, self._key)
        for value in line.fresh():
            if self._reply is not None:
                answer = self._reply(value.encode()).decode() if isinstance(value, str) else value
                talk.say(framed(pickled(answer)))
                self._answers.append(_shown(answer))
        talk.answered = len(line.objects)
        if self._reply is not None:
            talk.end_in_time()

    @property
    def authenticated(self) -> bool:
        """Whether a handshake was completed."""
        return any(not line.failure for line in self._lines.values())

    @property
    def trouble(self) -> str:
        """How the first handshake that failed did so."""
        return next((line.failure for line in self._lines.values() if line.failure), "")

    @property
    def heard(self) -> list[bytes]:
        """Every object: a text as it is, any other as Python writes it."""
        return [_shown(value) for line in self._lines.values() for value in line.objects]

    @property
    def said(self) -> list[bytes]:
        """Every answer."""
        return self._answers


class _Line:
    """One connection: its handshake, and what came then. ``failure`` is a sentence without its end."""

    def __init__(self, peer: StreamPeer, key: bytes) -> None:
        self._peer = IpcPeer(peer, LIMIT)
        self.objects: list[Any] = []
        self.failure = ""
        try:
            let_in(self._peer, key)
        except NotAuthenticated as failure:
            greeting = next(messages(bytes(peer.received)), b"")
            spoke_first = self._peer.frames == 1 and _is_object(greeting)
            self.failure = NO_HANDSHAKE if spoke_first else f"{NOT_AUTHENTICATED}: {_lowered(failure.observed)}"
            self._peer.close()

    def fresh(self) -> Iterator[Any]:
        """What has come, object by object."""
        while not self.failure and self._peer.due:
            try:
                value = self._peer.receive()
            except NoMessage as trouble:
                value = _Unreadable(trouble.observed)
            self.objects.append(value)
            yield value


class _Unreadable:
    """A message that is no plain object."""

    def __init__(self, observed: str) -> None:
        self.observed = observed


class Impostor(SilentService):
    """Does not know the key, goes through ``act``, and then only listens."""

    def __init__(self, services: Peers, ports: Iterable[int], act: Act, draw: Random) -> None:
        super().__init__(services, ports)
        self._act, self._draw = act, draw
        self._played: set[int] = set()

    def _serve(self, talk: Talk) -> None:
        if talk.peer.number not in self._played:
            self._played.add(talk.peer.number)
            try:
                self._act(IpcPeer(talk.peer, _PATIENCE), self._draw)
            except (NoMessage, NotAuthenticated, RuntimeError):
                return

    @property
    def objects(self) -> list[bytes]:
        """The pickles that came, as they are."""
        return [each for peer in self._peers() for each in messages(bytes(peer.received)) if _is_object(each)]


Act = Callable[[IpcPeer, Random], None]


def _answers_wrongly(peer: IpcPeer, draw: Random) -> None:
    _challenge(peer, draw)
    connection: Any = peer
    try:
        answer_challenge(connection, draw.randbytes(16))
    except Exception as refusal:  # what it raises has changed from version to version
        raise NotAuthenticated(str(refusal)) from refusal


def _welcomes_everybody(peer: IpcPeer, draw: Random) -> None:
    _challenge(peer, draw)
    peer.recv_bytes()
    peer.send_bytes(WELCOME)


def _skips_the_challenge(peer: IpcPeer, _: Random) -> None:
    for _unused in range(3):
        peer.send_bytes(WELCOME)
        peer.recv_bytes()


def _challenge(peer: IpcPeer, draw: Random) -> None:
    """Ask for a proof, and take whatever comes for one."""
    peer.send_bytes(CHALLENGE + draw.randbytes(20))
    peer.recv_bytes()
    peer.send_bytes(WELCOME)


ACTS: dict[str, Act] = {
    "answered your client's challenge with another key": _answers_wrongly,
    "answered your client's challenge with b'#WELCOME#'": _welcomes_everybody,
    "said b'#WELCOME#' to everything": _skips_the_challenge,
}


def _is_object(message: bytes) -> bool:
    """Whether a message is a pickle, plain or not."""
    if message[:1] == b"\x80" and message[1:2] <= b"\5" and message[-1:] == b".":
        return True
    try:
        read_pickle(message)
    except NotPlain:
        return False
    return True


def _shown(value: Any) -> bytes:
    if isinstance(value, _Unreadable):
        return value.observed.encode()
    return value.encode() if isinstance(value, str) else repr(value).encode()


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}".removesuffix(".")
