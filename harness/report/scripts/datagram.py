"""The client side of a recorded exchange over UDP, done again: each question gets its one answer.

Owns the sockets of a script and what is wrong with an answer. May not know where the record comes from.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from harness.report.scripts.program import LIMIT, Flaw, Program, message

CTIME = re.compile(rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\s*\Z")
CLOSE = timedelta(seconds=2)
MOST = 64
APART = 1.05


class Questions:
    """Carries out steps over as many sockets as they name, and judges by ``rules`` what comes back."""

    def __init__(self, host: str, port: int, rules: Sequence[str], program: Program | None, patience: int = 1) -> None:
        self.host, self.port, self.rules, self.program, self.patience = host, port, rules, program, patience
        self.family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # as the answers tell it, where a name was given
        self.asked_at = socket.getaddrinfo(host, port, self.family, socket.SOCK_DGRAM)[0][4][:2]
        self.links: dict[int, socket.socket] = {}
        self.asked: dict[int, int] = {}
        self.answers: dict[int, list[bytes]] = {}
        self.told: list[tuple[float, datetime]] = []

    def run(self, steps: Sequence[tuple[Any, ...]]) -> None:
        """Do all of ``steps``. Raises ``Flaw``."""
        for name, *facts in steps:
            getattr(self, name)(*facts)
        time.sleep(0.2)
        for number in list(self.links):
            self._take(number, len(self.answers[number]) + 9, 0.05)
            if "count" in self.rules and len(self.answers[number]) > self.asked[number]:
                raise Flaw(f"Socket {number}: {len(self.answers[number])} answers to {self.asked[number]} datagrams.")

    def ask(self, number: int, head: bytes, size: int = 0, tail: bytes = b"") -> None:
        """A socket sends one datagram."""
        if number not in self.links:
            link = self.links[number] = socket.socket(self.family, socket.SOCK_DGRAM)
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            self.asked[number], self.answers[number] = 0, []
        self.asked[number] += 1
        with suppress(ConnectionRefusedError):
            self.links[number].sendto(message(head, size, tail), (self.host, self.port))

    def receive(self, number: int) -> None:
        """It waits for as many answers as it has asked questions. Raises ``Flaw``."""
        due = self.asked[number]
        self._take(number, due, LIMIT)
        came = len(self.answers[number])
        if "count" in self.rules and came != due:
            raise Flaw(f"Socket {number}: {came} answers to {due} datagrams within {LIMIT:.0f} s.")

    def _take(self, number: int, count: int, limit: float) -> None:
        link, end = self.links[number], time.monotonic() + limit
        while len(self.answers[number]) < count and (left := end - time.monotonic()) > 0:
            link.settimeout(left)
            try:
                answer, source = link.recvfrom(1 << 16)
            except OSError:
                return
            self.answers[number].append(answer)
            self._judge(answer, source[:2])

    def _judge(self, answer: bytes, source: tuple[Any, ...]) -> None:
        if "address" in self.rules and source != self.asked_at:
            came, asked = (f"{place[0]} port {place[1]}" for place in (source, self.asked_at))
            raise Flaw(f"An answer came from {came}; {asked} was asked.")
        if "size" in self.rules and len(answer) > MOST:
            raise Flaw(f"An answer of {len(answer)} bytes.")
        if "format" in self.rules and not CTIME.match(answer):
            raise Flaw(f"The answer was {answer[:80]!r}.")
        if "time" in self.rules or "later" in self.rules:
            self._compare(answer)

    def _compare(self, answer: bytes) -> None:
        try:
            told = datetime.strptime(answer.decode().strip(), "%a %b %d %H:%M:%S %Y")
        except ValueError:
            raise Flaw(f"The answer was {answer[:80]!r}.") from None
        now = datetime.now()
        if "time" in self.rules and abs(told - now) > CLOSE:
            raise Flaw(f"The answer was {told.ctime()}; it was {now.ctime()}.")
        for at, earlier in self.told:
            if "later" in self.rules and time.monotonic() - at >= APART and told <= earlier:
                raise Flaw(f"More than a second after {earlier.ctime()} the answer was {told.ctime()}.")
        self.told.append((time.monotonic(), told))

    def burst(self, sockets: int, each: int) -> None:
        """All sockets ask at once, several times."""
        for turn in range(each):
            for number in range(1, sockets + 1):
                self.ask(number, b"x" * (turn * 3))
        for number in range(1, sockets + 1):
            self.receive(number)

    def close(self, number: int) -> None:
        """A socket is closed, whatever is on its way to it."""
        if number in self.links:
            self.links.pop(number).close()

    def pause(self, seconds: float) -> None:
        """Nobody asks anything."""
        time.sleep(seconds * self.patience)

    def signal(self, number: int) -> None:
        """The program is stopped or goes on, where this script has started it."""
        if self.program:
            self.program.signal(number)


def carry_out(record: dict[str, Any], host: str, port: int, program: Program | None, patience: int) -> None:
    """Do the recorded exchange again. Raises ``Flaw``."""
    Questions(host, port, record["rules"], program, patience).run(record["steps"])
