"""Handlers of the script's own, with the submitted ``EventHandler`` behind them, and clients at their other ends.

Owns what handlers do when they are called, and the complaint where they should not have been. May not know what is
tried.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from select import select
from typing import Any

from harness.report.scripts.program import Flaw

WAITED = 3.0
PIECE, CHUNK = 7, 1 << 16
ROUNDS = 5


class Stage:
    """What the handlers of one loop share: the list that it is given, and what was done to them against their will."""

    def __init__(self, base: Any) -> None:
        self.base = base
        self.handlers: list[Any] = []
        self.complaints: list[str] = []
        self.steer = self.joined(Steers)

    def made(self, kind: type[Handler], link: Any) -> Any:
        """A handler of ``kind``, with the submitted class behind it, in the list."""
        handler = type(kind.__name__, (kind, self.base), {})(self, link)
        self.handlers.append(handler)
        return handler

    def joined(self, kind: type[Handler]) -> Any:
        """The same at one end of a connection; ``client`` is the other."""
        client, link = socket.socketpair()
        client.settimeout(WAITED)
        handler = self.made(kind, link)
        handler.client = client
        return handler

    def ask(self, handler: Any, told: str) -> None:
        """Its client says a word, and gets it back. Raises ``Flaw``."""
        word = secrets.token_hex(10).encode()
        handler.client.sendall(word)
        self.hold(handler, word, told)

    def hold(self, handler: Any, due: bytes, told: str) -> None:
        """Its client gets what is due. Raises ``Flaw``."""
        came = b""
        with suppress(OSError):
            while len(came) < len(due) and (data := handler.client.recv(CHUNK)):
                came += data
        if came != due:
            raise Flaw(f"{told}: {came!r} came back, and {due!r} was due.")

    def do(self, act: Callable[[], None]) -> None:
        """Have something done within the loop, in a round of its own."""
        self.steer.acts.append(act)
        self.ask(self.steer, "A word to a handler that wanted to receive")

    def rounds(self, count: int = ROUNDS) -> None:
        """See the loop through some rounds, in which no handler may be called against its will. Raises ``Flaw``."""
        for _ in range(count):
            self.do(lambda: None)
        if self.complaints:
            raise Flaw(self.complaints[0])


class Handler:
    """Stands in front of the submitted class: says what it wants, and notes how it is called. It answers at once."""

    most = CHUNK

    def __init__(self, stage: Stage, link: Any) -> None:
        super().__init__()
        self.stage, self.link = stage, link
        self.receives, self.sends = True, False
        self.asked = {"receive": False, "send": False}
        self.anew = set[str]()
        os.set_blocking(link.fileno(), False)

    def fileno(self) -> int:
        """Its descriptor."""
        return int(self.link.fileno())

    def wants_to_receive(self) -> bool:
        """Note the answer: it holds until the next question."""
        self.asked["receive"] = self.receives
        self.anew.add("receive")
        return self.receives

    def wants_to_send(self) -> bool:
        """The same."""
        self.asked["send"] = self.sends
        self.anew.add("send")
        return self.sends

    def handle_receive(self) -> None:
        """Receive, if the call is in order."""
        if self._in_order("receive", lambda: select([self], [], [], 0)[0]):
            self.receive()

    def handle_send(self) -> None:
        """Send, if the call is in order."""
        if self._in_order("send", lambda: select([], [self], [], 0)[1]):
            self.send()

    def _in_order(self, what: str, ready: Callable[[], list[Any]]) -> bool:
        if self.fileno() < 0:
            return False
        wrong = "did not want to" if not self.asked[what] else "" if ready() else "was not ready"
        if what not in self.anew and not (self.receives if what == "receive" else self.sends):
            wrong = wrong or "no longer wanted to, and was not asked again,"
        self.anew.discard(what)
        if wrong:
            self.stage.complaints.append(f"handle_{what}() of a handler that {wrong} was called.")
        return not wrong

    def receive(self) -> None:
        """Send back what came."""
        data = self.link.recv(self.most)
        self.receives = bool(data)
        self.link.send(data)

    def send(self) -> None:
        """What it does when something can go."""


class Bytewise(Handler):
    """Takes one byte a call, so that it stays ready."""

    most = 1


class Echoes(Handler):
    """Answers when it is told that it may send, a few bytes a call; leaves the list with its client."""

    def __init__(self, stage: Stage, link: Any) -> None:
        super().__init__(stage, link)
        self.queue = b""

    def receive(self) -> None:
        """Keep what came, or leave."""
        data = self.link.recv(CHUNK)
        self.queue, self.sends = self.queue + data, bool(self.queue + data)
        if not data:
            self.stage.handlers.remove(self)
            self.link.close()

    def send(self) -> None:
        """Send a piece."""
        self.queue = self.queue[self.link.send(self.queue[:PIECE]) :]
        self.sends = bool(self.queue)


class Wishes(Echoes):
    """Wants nothing until it is told to."""

    def __init__(self, stage: Stage, link: Any) -> None:
        super().__init__(stage, link)
        self.receives = False


class Full(Wishes):
    """Its socket takes nothing until its client reads, and it wants to send."""

    def __init__(self, stage: Stage, link: Any) -> None:
        super().__init__(stage, link)
        with suppress(BlockingIOError):
            while True:
                link.send(b"." * CHUNK)
        self.queue, self.sends = b"!", True


class Steers(Handler):
    """Does what it is given to do, then answers."""

    def __init__(self, stage: Stage, link: Any) -> None:
        super().__init__(stage, link)
        self.acts: list[Callable[[], None]] = []

    def receive(self) -> None:
        """Do it, then answer."""
        data = self.link.recv(CHUNK)
        while self.acts:
            self.acts.pop()()
        self.link.send(data)


class Datagrams(Handler):
    """Answers datagrams."""

    def receive(self) -> None:
        """Send one back."""
        data, address = self.link.recvfrom(CHUNK)
        self.link.sendto(data, address)


class PipeEnd(Handler):
    """Hands on to ``out`` what comes through a pipe, and its end."""

    out: socket.socket

    def receive(self) -> None:
        """Hand a piece on, or the end."""
        data = os.read(self.fileno(), PIECE)
        self.receives = bool(data)
        if data:
            self.out.send(data)
        else:
            self.out.shutdown(socket.SHUT_WR)
