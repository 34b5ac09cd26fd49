"""The server side of what a client must do, done again: the script listens, and runs the client.

Owns the listening socket and what is said on it. May not know where the record comes from.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from harness.report.scripts.program import HOST, Flaw
from harness.report.scripts.runs import Outcome, command_of, run

TEXT = "wireproof-Text-0123456789"
TIME = b"Wed Aug 15 20:35:08 2012"
LONG = 8.0
REFUSED = 5.0
LINGER = 1.0
PIECES = 5

Reply = Callable[[bytes], bytes]


class Service:
    """Listens and answers from a thread; ``heard`` is what each client said. A context manager."""

    def __init__(self, udp: bool, reply: Reply | None, pieces: int = 1) -> None:
        self.reply, self.pieces = reply, pieces
        self.heard: list[bytes] = []
        self.link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
        self.link.bind((HOST, 0))
        self.port = self.link.getsockname()[1]
        if not udp:
            self.link.listen()
        self.thread = threading.Thread(target=self._datagrams if udp else self._connections, daemon=True)
        self.thread.start()

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.link.shutdown(socket.SHUT_RDWR)
        self.thread.join(LINGER)
        self.link.close()

    def _datagrams(self) -> None:
        with suppress(OSError):
            while True:
                data, source = self.link.recvfrom(1 << 16)
                if not source:
                    # what wakes it here is the end of the service
                    return
                self.heard.append(data)
                if self.reply:
                    self.link.sendto(self.reply(data), source)

    def _connections(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._talk, args=(self.link.accept()[0],), daemon=True).start()

    def _talk(self, link: socket.socket) -> None:
        """Answer as it comes; end this side when the client ends its own, and else a while after its last byte."""
        number = len(self.heard)
        self.heard.append(b"")
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with link, suppress(OSError):
            while True:
                link.settimeout(LINGER if self.heard[number] and self.reply else LONG + LINGER)
                try:
                    data = link.recv(1 << 16)
                except TimeoutError:
                    link.shutdown(socket.SHUT_WR)
                    self.reply = None
                    continue
                if not data:
                    return
                self.heard[number] += data
                if self.reply:
                    self._answer(link, self.reply(data))

    def _answer(self, link: socket.socket, answer: bytes) -> None:
        size = -(-len(answer) // self.pieces)
        for start in range(0, len(answer), size):
            if start:
                time.sleep(0.3)
            link.sendall(answer[start : start + size])


def call(command: list[str], port: int, udp: bool, limit: float = LONG) -> Outcome:
    """Run the client with its arguments, for ``limit`` seconds at most."""
    arguments = [HOST, str(port)] if udp else [HOST, str(port), TEXT]
    return run([*command, *arguments], {"HOST": HOST, "PORT": str(port)}, limit)


def itself(data: bytes) -> bytes:
    """The reply of an echo server."""
    return data


def other(data: bytes) -> bytes:
    """A reply of the same form in other letters: a client that prints it has read it."""
    return data.swapcase()


def the_time(_: bytes) -> bytes:
    """The reply of a time server."""
    return TIME


def sends(command: list[str], udp: bool) -> None:
    """It sends what it was asked to, and nothing else."""
    with Service(udp, the_time if udp else itself) as service:
        call(command, service.port, udp)
        heard = service.heard
    if not heard:
        raise Flaw("Nothing came.")
    if len(heard) > 1 or (not udp and heard != [TEXT.encode()]):
        raise Flaw(f"What came was {heard[:3]}.")


def sends_empty(command: list[str], udp: bool) -> None:
    """It sends an empty datagram."""
    with Service(udp, the_time) as service:
        call(command, service.port, udp)
        heard = service.heard
    if heard[:1] != [b""]:
        raise Flaw(f"What came was {heard[:3]}.")


def prints_reply(command: list[str], udp: bool) -> None:
    """It prints the reply, and ends."""
    replies: list[tuple[Reply, bytes]] = [(itself, TEXT.encode()), (other, TEXT.swapcase().encode())]
    for reply, due in [(the_time, TIME)] if udp else replies:
        with Service(udp, reply) as service:
            outcome = call(command, service.port, udp)
        # a client that compares the reply with what it sent may object to another one
        if reply is other and outcome.status not in {0, None} and TEXT.encode() not in outcome.output:
            continue
        _must_print(outcome, due)


def _must_print(outcome: Outcome, due: bytes) -> None:
    if due not in outcome.output:
        raise Flaw(f"The reply was {due!r}, and it wrote {outcome.output[:200]!r}.")
    if outcome.status is None:
        raise Flaw(f"It wrote the reply and was still running after {LONG:.0f} s.")


def reassembles(command: list[str], udp: bool) -> None:
    """It prints a reply that comes in pieces, whole."""
    with Service(udp, itself, PIECES) as service:
        outcome = call(command, service.port, udp)
    _must_print(outcome, TEXT.encode())


def fails_clearly(command: list[str], udp: bool) -> None:
    """Where nobody listens it ends with a message and another status than 0."""
    with socket.socket() as taken:
        # bound and not listening: nobody else can come to listen there
        taken.bind((HOST, 0))
        outcome = call(command, taken.getsockname()[1], udp, REFUSED)
    if outcome.status in {0, None} or not outcome.output.strip():
        raise Flaw(f"Nobody listened: status {outcome.status}, and it wrote {outcome.output[:200]!r}.")


def gives_up(command: list[str], udp: bool) -> None:
    """It does not wait for ever."""
    with Service(udp, None) as service:
        outcome = call(command, service.port, udp, LONG + LINGER)
    if outcome.status is None:
        raise Flaw(f"{LONG + LINGER:.0f} s after it was started it still waited for a server that says nothing.")


SCENES: dict[str, Callable[[list[str], bool], None]] = {
    "sends": sends,
    "sends-empty": sends_empty,
    "prints-reply": prints_reply,
    "reassembles": reassembles,
    "fails-clearly": fails_clearly,
    "gives-up": gives_up,
}
"""What is tried, by the name of the requirement."""


def attempt(arguments: list[str], record: dict[str, Any], patience: int) -> None:  # noqa: ARG001 - as all do
    """Try what was recorded. Raises ``Flaw``."""
    SCENES[record["scene"]](command_of(arguments), record["datagrams"])
