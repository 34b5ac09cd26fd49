"""A server that speaks ``multiprocessing.connection``: the key that it is given, and clients that know it or not.

Owns connections with a time limit, which those of the standard library lack. May not know what is tried.
"""

from __future__ import annotations

import secrets
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from typing import Any

from harness.report.scripts.program import HOST, LIMIT, Program


class IpcProgram(Program):
    """A program whose clients must know ``key``."""

    shakes_hands = True
    key: bytes


@contextmanager
def running(command: list[str], record: dict[str, Any]) -> Iterator[Program]:
    """The server, listening, with the key that it has itself or one that is drawn. Raises ``NotStarted``."""
    key = secrets.token_hex(12) if record["authkey"] is None else record["authkey"]
    with IpcProgram(command, {"AUTHKEY": key}) as program:
        program.key = key.encode()
        yield program


class Witness(Connection):
    """A connection that writes down every message, of both sides."""

    def __init__(self, link: socket.socket, limit: float = LIMIT) -> None:
        # a blocking socket with limits that the kernel keeps: ``Connection`` knows none
        link.settimeout(None)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            link.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", int(limit), int(limit % 1 * 1_000_000)))
        super().__init__(link.detach())
        self.heard: list[bytes] = []
        self.said: list[bytes] = []

    def recv_bytes(self, maxlength: int | None = None) -> bytes:
        """The next message. Raises ``OSError``, at the end of the stream too."""
        try:
            message = super().recv_bytes(maxlength)
        except EOFError:
            raise ConnectionError("it ended the connection") from None
        except BlockingIOError:
            raise TimeoutError("nothing came in time") from None
        self.heard.append(message)
        return message

    def send_bytes(self, message: bytes, offset: int = 0, size: int | None = None) -> None:  # type: ignore[override]  # any buffer
        """Send one message."""
        self.said.append(message)
        super().send_bytes(message, offset, size)


def shake_hands(link: Witness, key: bytes) -> None:
    """A client's part of the mutual challenge. Raises ``OSError``."""
    try:
        answer_challenge(link, key)
        deliver_challenge(link, key)
    except (AuthenticationError, AssertionError) as failure:
        raise ConnectionError(f"the handshake failed ({failure})") from None


def opened(program: Program, limit: float = LIMIT) -> Witness:
    """A connection on which nothing has been said yet. Raises ``OSError``."""
    return Witness(socket.create_connection((HOST, program.port), LIMIT), limit)


def client(program: Program) -> Witness:
    """A client that knows the key and has shaken hands. Raises ``OSError``."""
    assert isinstance(program, IpcProgram)
    link = opened(program)
    shake_hands(link, program.key)
    return link


def greet(program: Program, link: socket.socket) -> Witness:
    """Shake hands over a fresh connection, send a word and wait for the answer. Raises ``OSError``."""
    assert isinstance(program, IpcProgram)
    connection = Witness(link, 1.0)
    shake_hands(connection, program.key)
    connection.send("hello")
    connection.recv_bytes()
    return connection
