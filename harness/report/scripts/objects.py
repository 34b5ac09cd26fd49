"""What a server of objects must do, tried: for clients that know the key, and for strangers.

Owns a scene for each requirement. A client that knows the key comes after every stranger.
"""

from __future__ import annotations

import ast
import math
import pickle
import secrets
import select
import signal
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from harness.report.scripts.ipc import IpcProgram, Witness, client, opened, shake_hands
from harness.report.scripts.program import HOST, LIMIT, Flaw, Program

SETTLED = 0.1
A_WHILE = 0.5
WELCOME = b"#WELCOME#"
FALSE: tuple[Any, ...] = (None, False, 0, 0.0, "", b"", [], (), {}, set(), frozenset(), Decimal(0), timedelta())
NUMBERS = (True, 1, -1, 2**31, -(2**63) - 1, 10**1000, -0.0, 0.1, math.inf, -math.inf, math.nan, Decimal("1.10"))
TEXTS = (" ", "\n", "a\r\nb\n", "Gr\u00fc\u00dfe", "None", "x" * 70_000, b"\0", bytes(range(256)), b"\x80\x04.", b"b''")
NESTED = ([1, [2, [3, []]]], (1, (2, ())), {"a": {"b": (1, 2.0)}}, {1, 2}, date(2012, 8, 15), datetime.now(UTC))
WORDS = ("quit", "exit", "stop", "close", "bye", "end", "shutdown", "hello", "ping", "QUIT", "EXIT", "STOP", "CLOSE")


def echo(link: Witness, value: Any) -> None:
    """An object comes back as it went. Raises ``Flaw``."""
    said(link, value)
    came = received(link, value)
    alike = repr(came) == repr(value) or (isinstance(value, set | frozenset) and came == value)
    if type(came) is not type(value) or not alike:
        raise Flaw(f"It was sent {repr(value)[:80]}, and {repr(came)[:80]} came back.")


def said(link: Witness, value: Any) -> None:
    """Send an object. Raises ``Flaw`` where the connection is gone."""
    try:
        link.send(value)
    except OSError as failure:
        raise Flaw(f"It could not be sent {repr(value)[:80]}: {failure}.") from None


def received(link: Witness, value: Any) -> Any:
    """The next object; ``value`` was due. Raises ``Flaw``."""
    try:
        return link.recv()
    except Exception as failure:  # a message that is no pickle can raise almost anything
        raise Flaw(f"It was sent {repr(value)[:80]}; then: {type(failure).__name__}: {failure}.") from None


def serves(program: Program, when: str) -> None:
    """A client that knows the key is answered, whatever the answer is. Raises ``Flaw``."""
    try:
        with client(program) as link:
            link.send(secrets.token_hex(12))
            link.recv_bytes()
    except OSError as failure:
        raise Flaw(f"A client that knew the key, {when}: {failure}.") from None


def friend(program: Program) -> Witness:
    """A client that has shaken hands. Raises ``Flaw`` where that cannot be."""
    try:
        return client(program)
    except OSError as failure:
        raise Flaw(f"A client that knew the key: {failure}.") from None


def authenticates(program: IpcProgram, patience: int) -> None:  # noqa: ARG001 - as all do
    """Both sides prove that they know the key."""
    friend(program).close()


def echoes(program: IpcProgram, patience: int, values: tuple[Any, ...] = ("hello",)) -> None:  # noqa: ARG001
    """Objects come back as they went."""
    with friend(program) as link:
        for value in values:
            echo(link, value)


def round_trips(program: IpcProgram, patience: int) -> None:
    """So do all sorts of them."""
    echoes(program, patience, (*FALSE, *NUMBERS, *TEXTS, *NESTED, *WORDS, *(word.encode() for word in WORDS)))


def large_object(program: IpcProgram, patience: int) -> None:
    """So does one of 16 MiB."""
    echoes(program, patience, (secrets.token_bytes(16 << 20),))


def keeps_messages(program: IpcProgram, patience: int) -> None:  # noqa: ARG001
    """Messages that were sent without waiting come back one by one, in order."""
    with friend(program) as link:
        echo(link, "hello")
        values = [f"{number} {secrets.token_hex(12 * (number % 7 + 1))}" for number in range(60)]
        # so that many wait for one look
        program.signal(signal.SIGSTOP)
        for value in values:
            said(link, value)
        program.signal(signal.SIGCONT)
        for number, value in enumerate(values, start=1):
            came = received(link, value)
            if came != value:
                raise Flaw(f"Message {number} of 60 was {value!r}, and {repr(came)[:80]} came back.")
        echo(link, "and one more")


def concurrent_clients(program: IpcProgram, patience: int) -> None:
    """A second client is answered while the first is there and silent, and the first is then."""
    with friend(program) as first:
        time.sleep(SETTLED * patience)
        serves(program, "while another had shaken hands and was silent")
        echo(first, "hello")


def stalled_handshake(program: IpcProgram, patience: int) -> None:
    """Others are answered while one connects and says nothing."""
    with socket.create_connection((HOST, program.port), LIMIT):
        time.sleep(SETTLED * patience)
        serves(program, "while another had connected and said nothing")


def survives_disconnect(program: IpcProgram, patience: int) -> None:
    """A client that leaves does no harm, whenever and however it does."""
    for told, words in (("after an answer", 1), ("without a word", 0), ("by a reset", 1), ("in mid message", 1)):
        with friend(program) as link:
            for _ in range(words):
                echo(link, "hello")
            if told == "in mid message":
                with socket.socket(fileno=link.fileno()) as raw:
                    raw.send(b"\0\0\0\x7fhalf")
                    raw.detach()
            if told == "by a reset":
                with socket.socket(fileno=link.fileno()) as raw:
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    raw.detach()
        time.sleep(SETTLED * patience)
        serves(program, f"after one that had left {told}")


def survives_bad_pickle(program: IpcProgram, patience: int) -> None:
    """A message that is no pickle does no harm."""
    for message in (b"no pickle", b"\x80\x04", b"", b".", b"\x80\xff" + secrets.token_bytes(8)):
        with friend(program) as link:
            echo(link, "hello")
            link.send_bytes(message)
            time.sleep(SETTLED * patience)
        time.sleep(SETTLED * patience)
        serves(program, f"after one that knew the key and sent {message!r}")


def refused(program: Program, key: bytes | None, messages: tuple[bytes, ...], word: str) -> None:
    """Hold that a stranger, who tries ``key`` or none, is not welcomed, and that no ``word`` comes back."""
    with opened(program, A_WHILE) as link, suppress(OSError):
        if key is not None:
            with suppress(OSError):
                shake_hands(link, key)
        for message in (*messages, pickle.dumps(word), pickle.dumps(word)):
            link.send_bytes(message)
            link.recv_bytes(1 << 16)
        link.recv_bytes(1 << 16)
    if WELCOME in link.heard or any(word.encode() in message for message in link.heard):
        raise Flaw(f"A stranger heard {[message[:40] for message in link.heard]}.")


def rejects_wrong_key(program: IpcProgram, patience: int) -> None:
    """Whoever has another key is refused."""
    word = secrets.token_hex(12)
    for key in (word.encode(), program.key + b" ", program.key[:-1], b""):
        refused(program, key, (), word)
        time.sleep(SETTLED * patience)
        serves(program, f"after one with the key {key!r}")


def rejects_no_key(program: IpcProgram, patience: int) -> None:
    """Whoever skips the challenge gets nothing, be it that it says what a friend has said."""
    for size, answer in ((12, ()), (240, ()), (12, (b"",))):
        refused(program, None, answer, secrets.token_hex(size))
        time.sleep(SETTLED * patience)
        serves(program, "after one that skipped the challenge")
    with friend(program) as link:
        said = tuple(link.said)
    refused(program, None, said, secrets.token_hex(12))


def survives_garbage(program: IpcProgram, patience: int) -> None:
    """What is no handshake does no harm."""
    for data in (
        *(b"", secrets.token_bytes(64), secrets.token_bytes(4096), b"GET / HTTP/1.0\r\n\r\n"),
        *(struct.pack("!i", 0x7FFFFFFF) + b"x" * 64, struct.pack("!iQ", -1, 1 << 62) + b"x" * 64),
        *(struct.pack("!i", -2), struct.pack("!i", 0), b"\0\0", b"\0\0\0\x10half"),
        struct.pack("!i", 31) + b"#CHALLENGE#" + secrets.token_bytes(20),
    ):
        with socket.create_connection((HOST, program.port), LIMIT) as link, suppress(OSError):
            link.settimeout(SETTLED)
            with suppress(TimeoutError):
                link.recv(1 << 10)
            link.sendall(data)
            time.sleep(SETTLED * patience)
        time.sleep(SETTLED * patience)
        serves(program, f"after one that had sent {data[:24]!r}")


class Song:
    """What connects to ``port`` when it is unpickled."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __reduce__(self) -> tuple[Any, ...]:
        return eval, (f"__import__('socket').create_connection(('{HOST}',{self.port}),5).close()",)


def no_early_unpickling(program: IpcProgram, patience: int) -> None:
    """Nothing is unpickled of whoever has not shown that it knows the key."""
    with socket.create_server((HOST, 0)) as ear:
        message = pickle.dumps(Song(ear.getsockname()[1]), 2)
        for key in (None, secrets.token_bytes(16)):
            with opened(program, A_WHILE) as link, suppress(OSError):
                if key is not None:
                    with suppress(OSError):
                        shake_hands(link, key)
                for _ in range(3):
                    link.send_bytes(message)
                    time.sleep(SETTLED)
            if select.select([ear], [], [], A_WHILE * patience)[0]:
                raise Flaw("An object that opens a connection when it is unpickled was sent by a stranger. It did.")


SCENES: dict[str, Callable[[IpcProgram, int], None]] = {
    "authenticates": authenticates,
    "echoes": echoes,
    "round-trips": round_trips,
    "keeps-messages": keeps_messages,
    "large-object": large_object,
    "concurrent-clients": concurrent_clients,
    "stalled-handshake": stalled_handshake,
    "survives-disconnect": survives_disconnect,
    "survives-bad-pickle": survives_bad_pickle,
    "rejects-wrong-key": rejects_wrong_key,
    "rejects-no-key": rejects_no_key,
    "survives-garbage": survives_garbage,
    "no-early-unpickling": no_early_unpickling,
}
"""What is tried, by the name of the requirement."""


def carry_out(record: dict[str, Any], host: str, port: int, program: Program | None, patience: int) -> None:  # noqa: ARG001 - as all do
    """Try what was recorded. Raises ``Flaw``."""
    assert isinstance(program, IpcProgram)
    with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
        # the very value that was recorded, named after its type, where the text says it whole
        echoes(program, patience, (ast.literal_eval(record["example"].partition(" ")[2]),))
    SCENES[record["scene"]](program, patience)
