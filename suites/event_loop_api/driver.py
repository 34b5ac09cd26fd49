"""Runs inside the sandbox: puts handlers of its own, made of the submitted class, into the submitted loop.

Owns the scenes. Everything that can be seen on a socket is judged there; what only this process knows (a handler called
against its will) is reported at once, signed. Imports the standard library and the driver's own modules alone.
"""

from __future__ import annotations

import socket
import sys
from typing import Any

from suites.event_loop_api.handlers import KINDS, Accepts, Datagrams, World
from suites.shared.driving import Fault, Module, Reporter, drive, in_words, print_exception

NAMES = ("EventHandler", "event_loop")
BACKLOG = 256


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
    abstract: Any = getattr(base, "__abstractmethods__", frozenset())
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
    world = World(base, bytes.fromhex(order["cipher"]), report)
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
