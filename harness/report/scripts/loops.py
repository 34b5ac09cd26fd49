"""``EventHandler`` and ``event_loop``, put to use in a process of their own.

Owns the scenes. The loop runs in the main thread of a player; a scene, which makes its handlers and then plays their
clients, in another one, which ends the process.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from select import select
from typing import Any, NoReturn

from harness.report.scripts.handlers import (
    CHUNK,
    WAITED,
    Bytewise,
    Datagrams,
    Echoes,
    Full,
    Handler,
    PipeEnd,
    Stage,
    Wishes,
)
from harness.report.scripts.loaded import PLAY, loaded, player
from harness.report.scripts.program import HOST, Flaw, NotStarted
from harness.report.scripts.runs import run

PLAYED = 60.0
MANY, TURNS, IDLE = 200, 6, 20
BUSY = 0.05
SHOWN = "The flaw: "


def handler_defaults(stage: Stage) -> Iterator[None]:
    """A handler that overrides nothing wants nothing and does nothing."""
    yield
    handler = stage.base()
    for name in ("wants_to_receive", "wants_to_send", "handle_receive", "handle_send"):
        if getattr(handler, name)() and name.startswith("wants"):
            raise Flaw(f"{name}() is true by default.")
    try:
        handler.fileno()
    except NotImplementedError:
        return
    raise Flaw("fileno() does not raise NotImplementedError by default.")


def dispatches_receive(stage: Stage) -> Iterator[None]:
    """handle_receive() of whoever wants to and has something to read is called, again for the rest."""
    first, second, slow = stage.joined(Handler), stage.joined(Handler), stage.joined(Bytewise)
    yield
    for handler in (first, second, first, slow):
        stage.ask(handler, "20 bytes to a handler that wanted to receive")


def dispatches_send(stage: Stage) -> Iterator[None]:
    """handle_send() of whoever wants to and can is called."""
    first, second = stage.joined(Echoes), stage.joined(Echoes)
    yield
    for handler in (first, second, first):
        stage.ask(handler, "20 bytes to a handler that then wanted to send them back")


def leaves_others_alone(stage: Stage) -> Iterator[None]:
    """Nobody else is called."""
    silent, unwilling, full = stage.joined(Handler), stage.joined(Wishes), stage.joined(Full)
    yield
    unwilling.client.sendall(b"hello")
    stage.rounds()
    stage.ask(silent, "20 bytes to a handler that wanted to receive")
    came = b""
    with suppress(OSError):
        while not came.endswith(b"!") and (data := full.client.recv(CHUNK)):
            came = data
    if not came.endswith(b"!"):
        raise Flaw("handle_send() was not called of a handler that wanted to send, once its client had read.")
    stage.rounds()


def asks_each_round(stage: Stage) -> Iterator[None]:
    """What a handler wants is asked anew in each round."""
    wishful = stage.joined(Wishes)

    def wants(receives: bool, queue: bytes) -> Callable[[], None]:
        def change() -> None:
            wishful.receives, wishful.queue, wishful.sends = receives, queue, bool(queue)

        return change

    yield
    for word in (b"one", b"two"):
        wishful.client.sendall(word)
        stage.rounds()
        stage.do(wants(True, b""))
        stage.hold(wishful, word, "Bytes to a handler that another one made to want to receive")
        stage.do(wants(False, word))
        stage.hold(wishful, word, "Nothing to a handler that another one made to want to send")
        stage.rounds(1)


def many_handlers(stage: Stage) -> Iterator[None]:
    """So many are served together, for more rounds than a loop that calls itself can do."""
    handlers = [stage.joined(Handler) for _ in range(MANY)]
    yield
    for handler in handlers:
        handler.client.sendall(b"all at once")
    for handler in handlers:
        stage.hold(handler, b"all at once", f"Bytes to each of {MANY} handlers at once")
    for handler in handlers * TURNS:
        stage.ask(handler, f"Bytes to one of {MANY} handlers")


def mixes_transports(stage: Stage) -> Iterator[None]:
    """Streams, datagrams and pipes are served in one loop."""
    stream = stage.joined(Echoes)
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.bind((HOST, 0))
    datagrams = stage.made(Datagrams, link)
    datagrams.client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.client.connect(link.getsockname())
    datagrams.client.settimeout(WAITED)
    reading, writing = os.pipe()
    pipe = stage.made(PipeEnd, open(reading, "rb", buffering=0))  # noqa: SIM115 - it lives as long as the process
    pipe.client, pipe.out = socket.socketpair()
    pipe.client.settimeout(WAITED)
    yield
    for _ in range(3):
        stage.ask(stream, "Bytes to the handler of a stream")
        stage.ask(datagrams, "A datagram to a handler")
        os.write(writing, b"through a pipe")
        stage.hold(pipe, b"through a pipe", "Bytes to the handler of a pipe")
    os.close(writing)
    try:
        ended = not pipe.client.recv(1)
    except OSError:
        ended = False
    if not ended:
        raise Flaw("handle_receive() of a pipe's handler was not called at the end of the pipe.")
    stage.ask(stream, "Bytes to the handler of a stream")


def grows_and_shrinks(stage: Stage) -> Iterator[None]:
    """Handlers that join the list are served, and those that left it are left alone."""
    other = stage.joined(Handler)
    yield
    present: list[Any] = []
    for turn in range(6):
        if turn >= 3:
            present.pop(0).client.close()
            stage.rounds(2)
        stage.do(lambda: present.append(stage.joined(Echoes)))
        for handler in present:
            stage.ask(handler, "20 bytes to a handler that had been added by another")
    stage.do(lambda: stage.handlers.remove(other))
    stage.rounds(2)
    other.client.sendall(b"hello")
    stage.rounds()
    if select([other.client], [], [], 0)[0]:
        raise Flaw("handle_receive() was called of a handler that had been removed from the list.")
    stage.do(lambda: stage.handlers.append(other))
    stage.hold(other, b"hello", "Bytes to a handler that had been removed, and was added again")


def blocks_when_idle(stage: Stage) -> Iterator[None]:
    """No processor time is used while nothing is ready."""
    unwilling = [stage.joined(Wishes), stage.joined(Full), *(stage.joined(Handler) for _ in range(IDLE))][0]
    yield
    unwilling.client.sendall(b"hello")
    stage.rounds(2)
    shares = []
    for _ in range(3):
        before, began = time.process_time(), time.monotonic()
        time.sleep(1.0)
        shares.append((time.process_time() - before) / (time.monotonic() - began))
        if shares[-1] < BUSY:
            break
    else:
        raise Flaw(f"It used {', '.join(f'{share:.0%}' for share in shares)} of one processor, a second each.")


SCENES: dict[str, Callable[[Stage], Iterator[None]]] = {
    "handler-defaults": handler_defaults,
    "dispatches-receive": dispatches_receive,
    "dispatches-send": dispatches_send,
    "leaves-others-alone": leaves_others_alone,
    "asks-each-round": asks_each_round,
    "many-handlers": many_handlers,
    "mixes-transports": mixes_transports,
    "grows-and-shrinks": grows_and_shrinks,
    "blocks-when-idle": blocks_when_idle,
}
"""What is tried, by the name of the requirement."""


def play(scene: str, path: str) -> NoReturn:
    """Play a scene with the module at ``path``; the process ends with it."""
    try:
        module = loaded(path)
        stage = Stage(module.EventHandler)
        acts = SCENES[scene](stage)
        next(acts)
        threading.Thread(target=finish, args=(acts,), daemon=True).start()
        module.event_loop(stage.handlers)
    except BaseException as failure:  # whatever ends the loop is told
        end(f"{type(failure).__name__}: {failure}")
    end("event_loop returned.")


def finish(acts: Iterator[None]) -> NoReturn:
    """Play on to the end."""
    try:
        next(acts, None)
    except Flaw as flaw:
        end(str(flaw))
    os._exit(0)


def end(flaw: str) -> NoReturn:
    """Tell of the flaw, and end."""
    print(SHOWN, flaw, sep="", flush=True)
    sys.stderr.flush()
    os._exit(1)


def attempt(arguments: list[str], record: dict[str, Any], patience: int) -> None:  # noqa: ARG001 - as all do
    """Try what was recorded. Raises ``Flaw``."""
    if arguments[:1] == [PLAY]:
        play(*arguments[1:])
    outcome = run(player(arguments, record["scene"]), {}, PLAYED)
    output = outcome.output.decode("utf-8", "replace")
    if outcome.status is None:
        raise Flaw(f"The scene did not come to its end within {PLAYED:.0f} s.")
    if outcome.status and SHOWN in output:
        raise Flaw(output.rpartition(SHOWN)[2].strip())
    if outcome.status:
        raise NotStarted(output)
