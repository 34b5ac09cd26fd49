"""What a client of ``multiprocessing.connection`` must do, tried: for a server that knows the key, and for impostors.

Owns what such servers say. May not know where the record comes from.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import answer_challenge, deliver_challenge
from typing import Any

from harness.report.scripts.client import CALLS, LINGER, LONG, Caller, Reply, Service, itself
from harness.report.scripts.ipc import Witness
from harness.report.scripts.program import Flaw
from harness.report.scripts.runs import command_of

CHALLENGE, WELCOME = b"#CHALLENGE#", b"#WELCOME#"
PICKLED = b"\x80"

Act = Callable[[Witness], None]


class ObjectCaller(Caller):
    """A client that knows ``key``; ``authenticated`` tells that it has shown so."""

    def __init__(self, command: list[str], record: dict[str, Any], key: str) -> None:
        super().__init__(command, record, {"AUTHKEY": key})
        self.key = key.encode()
        self.authenticated = False

    def service(self, reply: Reply | None, pieces: int = 1) -> Service:
        """A server for it that knows the key."""
        return ObjectService(self, reply, pieces)


class ObjectService(Service):
    """Shakes hands with whoever knows the key, and returns objects as they come."""

    def talk(self, link: socket.socket) -> None:
        """Shake hands, then answer; a while after the last object, go."""
        assert isinstance(self.caller, ObjectCaller)
        line = Witness(link, LONG + 2 * LINGER if self.reply is None else 3 * LINGER)
        with line, suppress(AuthenticationError, AssertionError):
            deliver_challenge(line, self.caller.key)
            answer_challenge(line, self.caller.key)
            self.caller.authenticated = True
            while True:
                value = line.recv()
                text = value.encode() if isinstance(value, str) else repr(value).encode()
                self.heard.append(text)
                if self.reply:
                    line.send(self.reply(text).decode())


class Impostor(Service):
    """Does not know the key: goes through ``act``, and then only listens. ``heard`` are the pickles that came."""

    def __init__(self, caller: Caller, act: Act) -> None:
        self.act = act
        super().__init__(caller, None, 1)

    def talk(self, link: socket.socket) -> None:
        """Pose, and write down what is said."""
        with Witness(link, 3 * LINGER) as line:
            # what is raised where a client refuses it has changed from version to version
            with suppress(OSError, AuthenticationError, AssertionError, ValueError):
                self.act(line)
            with suppress(OSError):
                while True:
                    line.recv_bytes(1 << 16)
            self.heard += [message for message in line.heard if message.startswith(PICKLED)]


def challenges(line: Witness) -> None:
    """Ask for a proof, and take whatever comes for one."""
    line.send_bytes(CHALLENGE + secrets.token_bytes(20))
    line.recv_bytes(256)
    line.send_bytes(WELCOME)


def answers_wrongly(line: Witness) -> None:
    """Answer the client's challenge with another key."""
    challenges(line)
    answer_challenge(line, secrets.token_bytes(16))


def welcomes_everybody(line: Witness) -> None:
    """Answer it by a welcome."""
    challenges(line)
    line.recv_bytes(256)
    line.send_bytes(WELCOME)


def skips_the_challenge(line: Witness) -> None:
    """Say welcome to everything."""
    for _ in range(3):
        line.send_bytes(WELCOME)
        line.recv_bytes(256)


def authenticates(caller: ObjectCaller) -> None:
    """It proves that it knows the key, and asks the server to."""
    with caller.service(itself) as service:
        outcome = caller.call(service.port)
    if not caller.authenticated:
        raise Flaw(f"It did not complete the handshake, and wrote {outcome.output[-200:]!r}.")


def refuses_impostor(caller: ObjectCaller) -> None:
    """It sends no object to a server that does not know the key."""
    for act in (answers_wrongly, welcomes_everybody, skips_the_challenge):
        with Impostor(caller, act) as service:
            caller.call(service.port)
        if service.heard:
            raise Flaw(f"An impostor that {act.__name__.replace('_', ' ')} got {service.heard[0]!r}.")


SCENES: dict[str, Callable[[ObjectCaller], None]] = {
    **CALLS,
    "authenticates": authenticates,
    "refuses-impostor": refuses_impostor,
}
"""What is tried, by the name of the requirement."""


def attempt(arguments: list[str], record: dict[str, Any], patience: int) -> None:  # noqa: ARG001 - as all do
    """Try what was recorded. Raises ``Flaw``."""
    key = secrets.token_hex(12) if record["authkey"] is None else record["authkey"]
    SCENES[record["scene"]](ObjectCaller(command_of(arguments), record, key))
