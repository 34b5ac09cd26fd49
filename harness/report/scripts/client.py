"""The server side of what a client must do, done again: the script listens, and runs the client.

Owns the listening socket and what is said on it. May not know where the record comes from.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from harness.report.scripts.program import HERE, HOST, Flaw
from harness.report.scripts.runs import Outcome, run

TEXT = "wireproof-Text-0123456789"
TIME = b"Wed Aug 15 20:35:08 2012"
LONG = 8.0
REFUSED = 5.0
LINGER = 1.0
PIECES = 5

Reply = Callable[[bytes], bytes]


class Caller:
    """The client, and how it is run. One that is ``fixed`` reads no arguments, and calls a port of its own."""

    def __init__(self, command: list[str], record: dict[str, Any], env: Mapping[str, str], folder: Path = HERE) -> None:
        self.command, self.env, self.folder = command, env, folder
        self.udp, self.fixed = record["datagrams"], record["fixed"]
        self.ports = record["ports"] if self.fixed else []

    def service(self, reply: Reply | None, pieces: int = 1) -> Service:
        """A server for it that answers by ``reply``, or not at all."""
        return Service(self, reply, pieces)

    def dressed(self, link: socket.socket) -> socket.socket:
        """What is talked over on a connection. Raises ``OSError``."""
        return link

    def call(self, port: int, limit: float = LONG) -> Outcome:
        """Run the client with its arguments, for ``limit`` seconds at most."""
        arguments = [] if self.fixed else [HOST, str(port)] if self.udp else [HOST, str(port), TEXT]
        return run([*self.command, *arguments], {**self.env, "HOST": HOST, "PORT": str(port)}, limit, self.folder)


class Service:
    """Listens and answers from threads; at its end, ``heard`` is what each client said. A context manager."""

    def __init__(self, caller: Caller, reply: Reply | None, pieces: int) -> None:
        self.caller, self.reply, self.pieces = caller, reply, pieces
        self.heard: list[bytes] = []
        self.links: list[socket.socket] = []
        self.threads: list[threading.Thread] = []
        self._listen(0)
        for port in caller.ports:
            with suppress(OSError):
                self._listen(port)
        self.port = self.links[0].getsockname()[1]

    def _listen(self, port: int) -> None:
        link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if self.caller.udp else socket.SOCK_STREAM)
        self.links.append(link)
        if not self.caller.udp:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        link.bind((HOST, port))
        if not self.caller.udp:
            link.listen()
        self._begin(self._datagrams if self.caller.udp else self._connections, link)

    def _begin(self, serve: Callable[[socket.socket], None], link: socket.socket) -> None:
        self.threads.append(threading.Thread(target=serve, args=(link,), daemon=True))
        self.threads[-1].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for link in self.links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            # what a client said last may still be on its way to it
            thread.join(LINGER)
        for link in self.links:
            link.close()

    def _datagrams(self, link: socket.socket) -> None:
        with suppress(OSError):
            while True:
                data, source = link.recvfrom(1 << 16)
                if not source:
                    # what wakes it here is the end of the service
                    return
                self.heard.append(data)
                if self.reply:
                    link.sendto(self.reply(data), source)

    def _connections(self, link: socket.socket) -> None:
        with suppress(OSError):
            while True:
                self._begin(self._serve, link.accept()[0])

    def _serve(self, link: socket.socket) -> None:
        with link, suppress(OSError, EOFError):
            link.settimeout(LONG)
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.caller.dressed(link) as dressed:
                self.talk(dressed)

    def talk(self, link: socket.socket) -> None:
        """Answer as it comes; end this side when the client ends its own, and else a while after its last byte."""
        number = len(self.heard)
        self.heard.append(b"")
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


def itself(data: bytes) -> bytes:
    """The reply of an echo server."""
    return data


def other(data: bytes) -> bytes:
    """A reply of the same form in other letters: a client that prints it has read it."""
    return data.swapcase()


def the_time(_: bytes) -> bytes:
    """The reply of a time server."""
    return TIME


def sends(caller: Caller) -> None:
    """It sends what it was asked to, and nothing else."""
    with caller.service(the_time if caller.udp else itself) as service:
        caller.call(service.port)
    heard = service.heard
    if not heard:
        raise Flaw("Nothing came.")
    if not caller.fixed and (len(heard) > 1 or (not caller.udp and heard != [TEXT.encode()])):
        raise Flaw(f"What came was {heard[:3]}.")


def sends_empty(caller: Caller) -> None:
    """It sends an empty datagram."""
    with caller.service(the_time) as service:
        caller.call(service.port)
    if service.heard[:1] != [b""]:
        raise Flaw(f"What came was {service.heard[:3]}.")


def prints_reply(caller: Caller) -> None:
    """It prints the reply, and ends."""
    for reply in (the_time,) if caller.udp else (itself, other):
        with caller.service(reply) as service:
            outcome = caller.call(service.port)
        said = said_by(caller, service)
        # a client that compares the reply with what it sent may object to another one
        if reply is other and outcome.status not in {0, None} and said not in outcome.output:
            continue
        must_print(outcome, reply(said))


def said_by(caller: Caller, service: Service) -> bytes:
    """What the client says to whoever listens."""
    return next(iter(service.heard), b"") if caller.fixed else TEXT.encode()


def must_print(outcome: Outcome, due: bytes) -> None:
    """Hold that a client wrote what is ``due``, and ended."""
    if due not in outcome.output:
        raise Flaw(f"The reply was {due!r}, and it wrote {outcome.output[:200]!r}.")
    if outcome.status is None:
        raise Flaw(f"It wrote the reply and was still running after {LONG:.0f} s.")


def reassembles(caller: Caller) -> None:
    """It prints a reply that comes in pieces, whole."""
    with caller.service(itself, PIECES) as service:
        outcome = caller.call(service.port)
    must_print(outcome, said_by(caller, service))


def fails_clearly(caller: Caller) -> None:
    """Where nobody listens it ends with a message and another status than 0."""
    with socket.socket() as taken:
        # bound and not listening: nobody else can come to listen there
        taken.bind((HOST, 0))
        outcome = caller.call(taken.getsockname()[1], REFUSED)
    if outcome.status in {0, None} or not outcome.output.strip():
        raise Flaw(f"Nobody listened: status {outcome.status}, and it wrote {outcome.output[:200]!r}.")


def gives_up(caller: Caller) -> None:
    """It does not wait for ever."""
    with caller.service(None) as service:
        outcome = caller.call(service.port, LONG + LINGER)
    if outcome.status is None:
        raise Flaw(f"{LONG + LINGER:.0f} s after it was started it still waited for a server that says nothing.")


CALLS: dict[str, Callable[[Caller], None]] = {
    "sends": sends,
    "sends-empty": sends_empty,
    "prints-reply": prints_reply,
    "reassembles": reassembles,
    "fails-clearly": fails_clearly,
    "gives-up": gives_up,
}
"""What is tried, by the name of the requirement."""
