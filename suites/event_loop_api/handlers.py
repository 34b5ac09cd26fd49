"""The handlers that the driver puts into a submitted loop, each with the submitted class behind it.

Owns what they do when they are called, and the complaint where they should not have been. Runs inside the sandbox.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from select import select
from typing import Any

from suites.shared.driving import Reporter

CHUNK = 64 << 10
PIECE = 7
SETTLE = 0.05


class World:
    """What the handlers of one loop share: the list that the loop was given, their names, and how to report.

    ``cipher`` is how they change what they return: a loop that echoes by itself has not called them.
    """

    def __init__(self, base: Any, cipher: bytes, report: Reporter) -> None:
        self.base = base
        self.cipher = cipher
        self.report = report
        self.handlers: list[Any] = []
        self.known: dict[str, Handler] = {}
        self.stale = False

    def make(self, kind: type[Handler], name: str, link: Any) -> Any:
        """A handler of ``kind``, with the submitted class behind it."""
        return type(kind.__name__, (kind, self.base), {})(self, name, link)

    def add(self, handler: Handler) -> None:
        """Put a handler into the list."""
        self.known[handler.name] = handler
        self.handlers.append(handler)


class Handler:
    """Stands in front of the submitted ``EventHandler``: says what it wants, and notes how it is called."""

    def __init__(self, world: World, name: str, link: Any) -> None:
        super().__init__()  # the submitted class's
        self.world, self.name, self.link = world, name, link
        self.receives, self.sends = True, False
        self.asked = {"receive": False, "send": False}
        self.anew = set[str]()
        os.set_blocking(link.fileno(), False)

    def fileno(self) -> int:
        """Its connection's descriptor."""
        return int(self.link.fileno())

    def wants_to_receive(self) -> bool:
        """Note the answer: it holds until the next question."""
        self.asked["receive"] = self.receives
        self.anew.add("receive")
        return self.receives

    def wants_to_send(self) -> bool:
        """Note the answer: it holds until the next question."""
        self.asked["send"] = self.sends
        self.anew.add("send")
        return self.sends

    def handle_receive(self) -> None:
        """Receive, if the call is in order."""
        if self._called("receive", lambda: select([self], [], [], 0)[0]):
            self.receive()

    def handle_send(self) -> None:
        """Send, if the call is in order."""
        if self._called("send", lambda: select([], [self], [], 0)[1]):
            self.send()

    def _called(self, what: str, ready: Callable[[], list[Any]]) -> bool:
        """Whether the call is in order. One that has left during this round may still be called in it."""
        if self.fileno() < 0:
            return False
        complaint = "" if self.asked[what] else "did not want to"
        complaint = complaint or ("" if ready() else "was not ready")
        wishes = self.receives if what == "receive" else self.sends
        if what not in self.anew and not wishes and not self.world.stale:
            self.world.stale = True  # told once: such a loop calls it as fast as it can
            told = f"called handle_{what}() of a handler that no longer wanted to, and had not asked it again"
            self.world.report("stale", f"event_loop {told}.")
        self.anew.discard(what)
        if complaint:
            self.world.report("uncalled-for", f"event_loop called handle_{what}() of a handler that {complaint}.")
        return not complaint

    def receive(self) -> None:
        """What a handler does when something has come."""

    def send(self) -> None:
        """What a handler does when something can go."""


class Answers(Handler):
    """Answers at once, ``most`` bytes a call, without waiting to be told that it may send."""

    most = CHUNK

    def receive(self) -> None:
        """Send back what came."""
        with suppress(OSError):
            data = self.link.recv(self.most)
            if data:
                self.link.send(data.translate(self.world.cipher))
            else:
                self.receives = False


class AnswersBytewise(Answers):
    """Takes one byte a call, so that it stays ready."""

    most = 1


class Echoes(Handler):
    """Answers when it is told that it may send; leaves the list when its client has left."""

    def __init__(self, world: World, name: str, link: Any) -> None:
        super().__init__(world, name, link)
        self.queue = bytearray()

    def receive(self) -> None:
        """Keep what came, or leave with the client."""
        data = b""
        with suppress(OSError):
            data = self.link.recv(CHUNK)
        self.queue += data.translate(self.world.cipher)
        self.sends = bool(self.queue)
        if not data:
            self.world.handlers.remove(self)
            self.link.close()

    def send(self) -> None:
        """Send a piece."""
        with suppress(OSError):
            del self.queue[: self.link.send(self.queue[:PIECE])]
        self.sends = bool(self.queue)


class Full(Echoes):
    """Its socket takes nothing more until its client reads: wants to send, and is not ready."""

    def __init__(self, world: World, name: str, link: Any) -> None:
        super().__init__(world, name, link)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        # what was sent may still be on its way: full is what stays full
        while select([], [link], [], SETTLE)[1]:
            link.send(b"." * 4096)
        self.receives, self.sends, self.queue = False, True, bytearray(b"!")


class Both(Full):
    """Wants to receive too: what comes goes to the client of the first handler, for to its own nothing can go."""

    def __init__(self, world: World, name: str, link: Any) -> None:
        super().__init__(world, name, link)
        self.receives = True

    def receive(self) -> None:
        """Hand on what came."""
        data = self.link.recv(CHUNK)
        self.receives = bool(data)
        self.world.handlers[0].link.send(data.translate(self.world.cipher))


class Wishes(Echoes):
    """Wants nothing until it is told to."""

    def __init__(self, world: World, name: str, link: Any) -> None:
        super().__init__(world, name, link)
        self.receives = False


class Steers(Answers):
    """Takes orders, a line each: ``receive NAME on``, ``send NAME TEXT``, ``remove NAME``; answers with the line."""

    def receive(self) -> None:
        """Obey, then answer."""
        line = self.link.recv(CHUNK)
        verb, *words = line.decode().split()
        other = self.world.known.get(words[0]) if words else None
        if verb == "receive" and other:
            other.receives = words[1] == "on"
        elif verb == "send" and isinstance(other, Echoes):
            other.queue += words[1].encode().translate(self.world.cipher)
            other.sends = True
        elif verb == "remove":
            self.world.handlers.remove(other)
        elif verb == "add":
            self.world.handlers.append(other)
        self.link.send(line.translate(self.world.cipher))


class Accepts(Handler):
    """Puts a handler for each new client into the list."""

    def receive(self) -> None:
        """Take one client in."""
        link, address = self.link.accept()
        name = f"client from port {address[1]}"
        self.world.add(self.world.make(Echoes, name, link))


class Datagrams(Handler):
    """Answers datagrams."""

    def receive(self) -> None:
        """Send one back."""
        data, address = self.link.recvfrom(CHUNK)
        self.link.sendto(data.translate(self.world.cipher), address)


class Pipe:
    """The reading end of a pipe, as an object that has a ``fileno``."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        """As given."""
        return self._descriptor


class ReadsPipe(Handler):
    """Hands on to ``out`` what comes through a pipe, and its end."""

    out: Any = None

    def receive(self) -> None:
        """Hand a piece on, or the end."""
        data = os.read(self.fileno(), PIECE)
        if data:
            self.out.send(data.translate(self.world.cipher))
        else:
            self.receives = False
            self.out.shutdown(socket.SHUT_WR)


class IntoPipe(Handler):
    """What its client says goes through a pipe, and comes back to it from there."""

    def __init__(self, world: World, name: str, link: Any) -> None:
        super().__init__(world, name, link)
        reading, self.writing = os.pipe()
        reader = world.make(ReadsPipe, "pipe's end", Pipe(reading))
        reader.out = link
        world.add(reader)

    def receive(self) -> None:
        """Put what came into the pipe, or close it."""
        data = self.link.recv(CHUNK)
        if data:
            os.write(self.writing, data)
        else:
            self.receives = False
            os.close(self.writing)


KINDS = {
    "answers": Answers,
    "bytewise": AnswersBytewise,
    "echoes": Echoes,
    "full": Full,
    "both": Both,
    "wishes": Wishes,
    "steers": Steers,
    "pipe": IntoPipe,
}
