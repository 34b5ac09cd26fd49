"""Runs inside the sandbox: puts handlers of its own, made of the submitted class, into the submitted loop.

Owns the handlers. Everything that can be seen on a socket is judged there; what only this process knows (a handler
called against its will) is reported at once, signed. Imports the standard library and the shared part alone.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from select import select
from typing import Any

from suites.shared.driving import Fault, Module, Reporter, drive, in_words, print_exception

NAMES = ("EventHandler", "event_loop")
CHUNK = 64 << 10
PIECE = 7
BACKLOG = 256


class World:
    """What the handlers of one loop share: the list that the loop was given, their names, and how to report."""

    def __init__(self, base: Any, report: Reporter) -> None:
        self.base = base
        self.report = report
        self.handlers: list[Any] = []
        self.known: dict[str, Handler] = {}

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
        os.set_blocking(link.fileno(), False)

    def fileno(self) -> int:
        return int(self.link.fileno())

    def wants_to_receive(self) -> bool:
        self.asked["receive"] = self.receives
        return self.receives

    def wants_to_send(self) -> bool:
        self.asked["send"] = self.sends
        return self.sends

    def handle_receive(self) -> None:
        if self._called("receive", lambda: select([self], [], [], 0)[0]):
            self.receive()

    def handle_send(self) -> None:
        if self._called("send", lambda: select([], [self], [], 0)[1]):
            self.send()

    def _called(self, what: str, ready: Callable[[], list[Any]]) -> bool:
        """Whether the call is in order. One that has left during this round may still be called in it."""
        if self.fileno() < 0:
            return False
        complaint = "" if self.asked[what] else "did not want to"
        complaint = complaint or ("" if ready() else "was not ready")
        if complaint:
            self.world.report("uncalled-for", f"event_loop called handle_{what}() of a handler that {complaint}.")
        return not complaint

    def receive(self) -> None:
        """What a handler does when something has come."""

    def send(self) -> None:
        """What a handler does when something can go."""


class Answers(Handler):
    """Returns what comes at once, ``most`` bytes a call, without waiting to be told that it may send."""

    most = CHUNK

    def receive(self) -> None:
        with suppress(OSError):
            data = self.link.recv(self.most)
            if data:
                self.link.send(data)
            else:
                self.receives = False


class AnswersBytewise(Answers):
    """Takes one byte a call, so that it stays ready."""

    most = 1


class Echoes(Handler):
    """Returns what comes when it is told that it may send; leaves the list when its client has left."""

    def __init__(self, world: World, name: str, link: Any) -> None:
        super().__init__(world, name, link)
        self.queue = bytearray()

    def receive(self) -> None:
        data = b""
        with suppress(OSError):
            data = self.link.recv(CHUNK)
        self.queue += data
        self.sends = bool(self.queue)
        if not data:
            self.world.handlers.remove(self)
            self.link.close()

    def send(self) -> None:
        with suppress(OSError):
            del self.queue[: self.link.send(self.queue[:PIECE])]
        self.sends = bool(self.queue)


class Full(Echoes):
    """Its socket takes nothing more until its client reads: wants to send, and is not ready."""

    def __init__(self, world: World, name: str, link: Any) -> None:
        super().__init__(world, name, link)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        with suppress(BlockingIOError):
            while True:
                link.send(b"." * 4096)
        self.receives, self.sends, self.queue = False, True, bytearray(b"!")


class Wishes(Echoes):
    """Wants nothing until it is told to."""

    def __init__(self, world: World, name: str, link: Any) -> None:
        super().__init__(world, name, link)
        self.receives = False


class Steers(Answers):
    """Takes orders, a line each: ``receive NAME on``, ``send NAME TEXT``, ``remove NAME``; answers with the line."""

    def receive(self) -> None:
        line = self.link.recv(CHUNK)
        verb, *words = line.decode().split()
        other = self.world.known.get(words[0]) if words else None
        if verb == "receive" and other:
            other.receives = words[1] == "on"
        elif verb == "send" and isinstance(other, Echoes):
            other.queue += words[1].encode()
            other.sends = True
        elif verb == "remove":
            self.world.handlers.remove(other)
        elif verb == "add":
            self.world.handlers.append(other)
        self.link.send(line)


class Accepts(Handler):
    """Puts a handler for each new client into the list."""

    def receive(self) -> None:
        link, address = self.link.accept()
        name = f"client from port {address[1]}"
        self.world.add(self.world.make(Echoes, name, link))


class Datagrams(Handler):
    """Answers datagrams."""

    def receive(self) -> None:
        data, address = self.link.recvfrom(CHUNK)
        self.link.sendto(data, address)


class Pipe:
    """One end of a pipe, as an object that has a ``fileno``."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def close(self) -> None:
        os.close(self._descriptor)
        self._descriptor = -1


class PipeWriter(Handler):
    """The end of a pipe that is written to."""

    def __init__(self, world: World, name: str, link: Pipe) -> None:
        super().__init__(world, name, link)
        self.receives, self.queue, self.ends = False, bytearray(), False

    def send(self) -> None:
        del self.queue[: os.write(self.fileno(), self.queue[:PIECE])]
        self.sends = bool(self.queue)
        self.end()

    def end(self) -> None:
        if self.ends and not self.queue:
            self.world.handlers.remove(self)
            self.link.close()


class PipeReader(Handler):
    """The end of a pipe that is read from; hands on what comes to ``out``, and at the end closes that."""

    out: Any = None

    def receive(self) -> None:
        data = os.read(self.fileno(), CHUNK)
        if data:
            self.out.send(data)
            return
        self.world.handlers.remove(self)
        self.link.close()
        self.out.shutdown(socket.SHUT_WR)


class IntoPipe(Handler):
    """What its client says goes through a pipe, and comes back to it from there."""

    def __init__(self, world: World, name: str, link: Any) -> None:
        super().__init__(world, name, link)
        reading, writing = os.pipe()
        self.pipe = world.make(PipeWriter, "pipe's writing end", Pipe(writing))
        reader = world.make(PipeReader, "pipe's reading end", Pipe(reading))
        reader.out = link
        world.add(self.pipe)
        world.add(reader)

    def receive(self) -> None:
        data = self.link.recv(CHUNK)
        self.pipe.queue += data
        self.pipe.sends = bool(self.pipe.queue)
        if not data:
            self.receives, self.pipe.ends = False, True
            self.pipe.end()


KINDS = {
    "answers": Answers,
    "bytewise": AnswersBytewise,
    "echoes": Echoes,
    "full": Full,
    "wishes": Wishes,
    "steers": Steers,
    "pipe": IntoPipe,
}


def defaults(module: Module, order: dict[str, Any], report: Reporter) -> None:  # noqa: ARG001  # as scenes are called
    """Ask a handler that overrides nothing."""
    base = module.get("EventHandler")
    handler = _bare(base)
    for name in ("wants_to_receive", "wants_to_send"):
        report(name, _outcome(getattr(handler, name, None)))
    for name in ("handle_receive", "handle_send"):
        report(name, _outcome(getattr(handler, name, None)))
    # an abstract fileno is asked as a subclass would call it
    report("fileno", _outcome(lambda: base.fileno(handler)))
    report("done")


def _bare(base: Any) -> Any:
    abstract = getattr(base, "__abstractmethods__", frozenset())
    if abstract == {"fileno"}:
        base = type("Handler", (base,), {"fileno": lambda self: -1})  # noqa: ARG005  # a method
    try:
        return base()
    except Exception as error:
        print_exception(error)
        raise Fault(f"EventHandler() raised {in_words(error)}") from None


def _outcome(method: Any) -> str:
    """``true``, ``false``, or what was raised."""
    if method is None:
        return "missing"
    try:
        return "true" if method() else "false"
    except BaseException as error:  # whatever it is, it is told
        if not isinstance(error, NotImplementedError):
            print_exception(error)
        return f"raised {in_words(error)}"


def loop(module: Module, order: dict[str, Any], report: Reporter) -> None:
    """Take the ordered clients, make a handler for each, and call ``event_loop``."""
    base, event_loop = module.get("EventHandler"), module.get("event_loop")
    listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    port = listener.getsockname()[1]
    report("listens", str(port))
    links = [listener.accept()[0] for _ in order["clients"]]
    world = World(base, report)
    try:
        for (name, kind), link in zip(order["clients"], links, strict=True):
            world.add(world.make(KINDS[kind], name, link))
        if order["accepts"]:
            world.add(world.make(Accepts, "listener", listener))
            datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            datagrams.bind(("127.0.0.1", 0))
            world.add(world.make(Datagrams, "datagrams", datagrams))
            report("datagrams", str(datagrams.getsockname()[1]))
    except Exception as error:
        print_exception(error)
        raise Fault(f"A subclass of EventHandler could not be made: {in_words(error)}") from None
    report("begins")
    _run(event_loop, world.handlers, report)


def _run(event_loop: Any, handlers: list[Any], report: Reporter) -> None:
    try:
        result = event_loop(handlers)
    except BaseException as error:  # whatever ends the loop is told
        print_exception(error)
        report("ended", f"event_loop raised {in_words(error)}")
    else:
        kind = f" a {type(result).__name__}" if result is not None else ""
        report("ended", f"event_loop returned{kind}.")
    sys.exit(1)


def main() -> None:
    """Play the ordered scene."""
    drive(NAMES, {"defaults": defaults, "loop": loop})
