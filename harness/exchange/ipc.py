"""The messages of ``multiprocessing.connection`` over one stream: framing, the challenge, plain objects.

Owns the length before each message and a limit on it: nothing is allocated because a header claims it. The
challenge is answered and delivered by the standard library's own code, over our stream, so that every step has
its time limit and stands in the transcript. May not know what is asked of a program.
"""

from __future__ import annotations

import pickle
import struct
import time
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import answer_challenge, deliver_challenge
from typing import Any

from harness.exchange.pickles import NotPlain, read_pickle
from harness.exchange.stream import StreamPeer
from harness.exchange.transcript import Data
from harness.exchange.words import bytes_in_words, describe, ran_out_of_time, sentence
from harness.model import Happening

CHALLENGE, WELCOME, FAILURE = b"#CHALLENGE#", b"#WELCOME#", b"#FAILURE#"
_LONGEST_PLAIN = 0x7FFFFFFF
_PIECE = 1 << 20
_LONGEST = 45.0
_SMALL = 64 << 10


class NoMessage(Exception):
    """No message came that could be read; ``observed`` says what did. ``late`` where only the time ran out."""

    def __init__(self, observed: str, *, late: bool = False) -> None:
        super().__init__(observed)
        self.observed = observed
        self.late = late


class NotAuthenticated(NoMessage):
    """The mutual challenge came to nothing."""


def framed(message: Data) -> bytes:
    """``message`` as it goes over the wire."""
    size = len(message)
    long = size > _LONGEST_PLAIN
    return (struct.pack("!iQ", -1, size) if long else struct.pack("!i", size)) + bytes(message)


def pickled(value: object) -> bytes:
    """``value`` as ``Connection.send`` would write it."""
    return pickle.dumps(value, 4)  # what 3.8 to 3.13 write by default, so that a run does not hang on our own version


def messages(data: bytes) -> Iterator[bytes]:
    """Those that are whole, at the beginning of ``data``."""
    at = 0
    while at + 4 <= len(data):
        (size,) = struct.unpack_from("!i", data, at)
        at += 4
        if size == -1 and at + 8 <= len(data):
            (size,) = struct.unpack_from("!Q", data, at)
            at += 8
        if size < 0 or at + size > len(data):
            return
        yield data[at : at + size]
        at += size


class IpcPeer:
    """One end of a connection to the program under test that speaks ``multiprocessing.connection``.

    ``limit`` is how many seconds each step may take, the loop's default where it is ``None``. ``frames`` counts
    the messages that were received.
    """

    def __init__(self, stream: StreamPeer, limit: float | None = None) -> None:
        self.stream = stream
        self.limit = limit
        self.frames = 0

    @property
    def ending(self) -> Happening | None:
        """How the connection ended; see ``StreamPeer``."""
        return self.stream.ending

    @property
    def over(self) -> bool:
        """Whether nothing will come any more."""
        return self.stream.over

    @property
    def untouched(self) -> bytes:
        """What has arrived and was not read as a message."""
        return bytes(self.stream.received[self.stream.taken :])

    @property
    def due(self) -> bool:
        """Whether a message is there, so that none need be waited for."""
        return any(True for _ in messages(self.untouched))

    def close(self) -> None:
        """Leave politely."""
        self.stream.close()

    def reset(self) -> None:
        """Leave by a reset."""
        self.stream.reset()

    def send(self, value: object) -> None:
        """Queue one object."""
        self.send_bytes(pickled(value))

    def send_bytes(self, message: Data) -> None:
        """Queue one message, whatever is in it."""
        self.stream.send(framed(message))

    def receive(self, most: int = _SMALL) -> Any:
        """The next object, if its pickle has ``most`` bytes at most. Raises ``NoMessage``."""
        message = self.recv_bytes(most)
        try:
            return read_pickle(message)
        except NotPlain as error:
            raise NoMessage(sentence(f"a message, {bytes_in_words(message)}: {error}")) from error

    def recv_bytes(self, maxlength: int = _SMALL) -> bytes:
        """The next message, which may have ``maxlength`` bytes. Raises ``NoMessage``."""
        size = self._number("!i", "the length before a message")
        if size == -1:
            size = self._number("!Q", "the length before a long message")
        if not 0 <= size <= maxlength:
            raise NoMessage(f"A header that announced {size:,} bytes, where {maxlength:,} at most were due.")
        message = self._read(size, "a message")
        self.frames += 1
        return message

    def _number(self, form: str, what: str) -> int:
        number: int = struct.unpack(form, self._read(struct.calcsize(form), what))[0]
        return number

    def _read(self, count: int, what: str) -> bytes:
        """Exactly ``count`` bytes, for as long as any come within the limit, 45 s in all."""
        got = bytearray()
        end = time.monotonic() + _LONGEST
        while len(got) < count and time.monotonic() < end:
            piece = self.stream.receive(min(_PIECE, count - len(got)), self.limit)
            if not piece:
                break
            got += piece
        if len(got) == count:
            return bytes(got)
        part = f"{len(got):,} of the {count:,} bytes of {what}" if got or what == "a message" else "no message"
        ending = self.stream.ending
        told = sentence(f"{part}; {describe(ending, self.stream.ended_at)}")
        raise NoMessage(told, late=ran_out_of_time(ending))


def authenticate(peer: IpcPeer, key: bytes) -> None:
    """Do a client's part of the mutual challenge. Raises ``NotAuthenticated``, which says how far it came."""
    connection: Any = peer  # whose send_bytes and recv_bytes are all that the standard library's functions call
    try:
        answer_challenge(connection, key)
        deliver_challenge(connection, key)
    except NoMessage as error:
        raise NotAuthenticated(f"{_STEPS[min(peer.frames, 3)]}: {_lower(error.observed)}", late=error.late) from error
    except (AuthenticationError, AssertionError) as error:  # 3.11 asserts that a challenge is one
        raise NotAuthenticated(_refusal(peer.frames, error)) from error


def let_in(peer: IpcPeer, key: bytes) -> None:
    """Do a listener's part of the mutual challenge. Raises ``NotAuthenticated``, which says how far it came."""
    connection: Any = peer
    try:
        deliver_challenge(connection, key)
        answer_challenge(connection, key)
    except NoMessage as error:
        step = _CLIENT_STEPS[min(peer.frames, 2)]
        raise NotAuthenticated(f"{step}: {_lower(error.observed)}", late=error.late) from error
    except (AuthenticationError, AssertionError) as error:
        raise NotAuthenticated(_CLIENT_REFUSALS[min(peer.frames, 3) - 1]) from error


_STEPS = (
    "Its challenge did not come",
    "It did not say whether the answer to its challenge was right",
    "It did not answer the client's own challenge",
    "It did not end the handshake",
)


_CLIENT_STEPS = (
    "Its answer to the server's challenge did not come",
    "Its own challenge did not come",
    "It did not say whether the server's answer was right",
)
_CLIENT_REFUSALS = (
    "Its answer to the server's challenge was wrong.",
    "Where its own challenge was due, another message came.",
    "It refused the server's right answer to its challenge.",
)


def _refusal(frames: int, error: Exception) -> str:
    match frames:
        case 1:
            return f"Its first message was no challenge ({error})."
        case 2:
            return "It refused the client's answer to its challenge."
    return "Its own answer to the client's challenge was wrong."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
