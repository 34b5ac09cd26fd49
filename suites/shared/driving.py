"""The part of every driver that runs inside the sandbox: loads the submitted module, and reports to the harness.

Owns the connection to the harness and the loading. Imports the standard library alone, and all of it before the
submitted code runs: what that code then replaces (``socket``, ``json``, ``time``) is not what is used here.
"""

from __future__ import annotations

import hashlib
import importlib.machinery
import importlib.util
import itertools
import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time
from types import CodeType, FrameType, ModuleType
from typing import Any

TICK = 0.05
STEADY_TICKS = 10
LIMIT_TICKS = 180  # 9 s, of the 10 s that the harness waits
MOST_PRESSES = 5
# where the driver's own modules lie
OWN = __file__.removesuffix("suites/shared/driving.py")

Reporter = Callable[..., None]


class Fault(Exception):
    """The submitted module cannot be used; says why, in a sentence for the student."""


class Module:
    """The submitted module: what it defines, by name."""

    def __init__(self, inner: ModuleType) -> None:
        self.inner = inner

    def get(self, name: str) -> Any:
        """What the module calls ``name``; raises ``Fault`` where there is no such thing."""
        try:
            return vars(self.inner)[name]
        except KeyError:
            own = [word for word, value in vars(self.inner).items() if callable(value) and not word.startswith("_")]
            there = f" It defines {', '.join(own[:8])}." if own else ""
            raise Fault(f"It was loaded, and defined no {name}.{there}") from None


Scene = Callable[[Module, dict[str, Any], Reporter], None]


def drive(names: tuple[str, ...], scenes: Mapping[str, Scene]) -> None:
    """Take an order, load the module that the command line names, and play the scene that was ordered.

    ``names`` are what the module must define; it is loaded once they are all there and nothing more happens.
    """
    order, report = _ordered()
    scene = scenes[order["scene"]]

    def play(module: ModuleType) -> None:
        report("loaded")
        scene(Module(module), order, report)

    try:
        _Loading(names, play).run(sys.argv[1:])
    except Fault as fault:
        report("fault", str(fault))
        sys.exit(1)


def _ordered() -> tuple[dict[str, Any], Reporter]:
    with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listener:
        link, _ = listener.accept()
    with link.makefile("rb") as stream:
        order = json.loads(stream.readline())
    return order, _reporter(link.sendall, order.pop("key"))


def _reporter(send: Callable[[bytes], object], key: str) -> Reporter:
    """Signs and numbers reports. All that it calls is built in, and bound before the submitted code runs."""
    sha256, quoted, numbers, leave = hashlib.sha256, ascii, itertools.count(), os._exit

    def report(kind: str, text: str = "") -> None:
        body = f"{next(numbers)} {kind} {quoted(text)}"
        # a line of its own, whatever else was written to this connection
        try:
            send(f"\n{sha256(f'{key} {body}'.encode()).hexdigest()} {body}\n".encode())
        except ConnectionError:
            # whoever gave the order has gone: a traceback would stand in the report as the program's
            leave(1)

    return report


class _Loading:
    """Runs the module's top level, and presses Ctrl-C where that goes on serving when all names are there.

    Many modules have no main guard: the lecture's own test code starts a server, or a loop, at the bottom. A top level
    that swallows Ctrl-C is left where it is, and the scene is played on top of it.
    """

    def __init__(self, names: tuple[str, ...], play: Callable[[ModuleType], None]) -> None:
        self._names, self._play = names, play
        self._module = ModuleType("submission")
        self._place: object = None
        self._spent = 0.0
        self._same = self._ticks = self._presses = 0

    def run(self, command: list[str]) -> None:
        """Load the module that ``FILE`` or ``-m NAME`` names, and play. Raises ``Fault``."""
        spec = _found(command)
        self._module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = self._module
        sys.argv[:] = [spec.origin or ""]
        signal.signal(signal.SIGALRM, self._tick)
        signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
        try:
            assert spec.loader is not None
            spec.loader.exec_module(self._module)
        except BaseException as error:  # whatever ends it: what counts is what was defined by then
            self._still()
            self._forgive(error)
        self._still()
        self._play(self._module)

    def _still(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def _tick(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # as signal handlers are called
        """Count how long the top level has stood at one place; only moments in which this process ran count."""
        place, spent = self._standing(frame), process_time()
        # a statement that takes processor time gets on with something: a slow import, say
        waits = place == self._place and spent - self._spent < TICK / 10
        self._same = self._same + 1 if waits else 0
        self._place, self._spent = place, spent
        self._ticks += 1
        if (self._defined() and self._same >= STEADY_TICKS) or self._ticks >= LIMIT_TICKS:
            self._same = 0
            self._press()

    def _press(self) -> None:
        self._presses += 1
        if self._presses <= MOST_PRESSES or not self._defined():
            raise KeyboardInterrupt
        self._still()
        self._play(self._module)
        os._exit(0)

    def _standing(self, frame: FrameType | None) -> tuple[CodeType, int] | None:
        while frame is not None:
            if frame.f_globals is vars(self._module) and frame.f_code.co_name == "<module>":
                return frame.f_code, frame.f_lasti
            frame = frame.f_back
        return None

    def _defined(self) -> bool:
        return all(name in vars(self._module) for name in self._names)

    def _forgive(self, error: BaseException) -> None:
        """Go on where the end of the top level says nothing of the code above it; else raise ``Fault``.

        With all names defined that is Ctrl-C, an exit, and what the world around lacks: a file, a port, a server.
        """
        if not isinstance(error, SystemExit | KeyboardInterrupt):
            print_exception(error)
        if self._defined() and isinstance(error, SystemExit | KeyboardInterrupt | OSError | EOFError):
            return
        if isinstance(error, KeyboardInterrupt):
            raise Fault(
                f"Its top level had not come to its end after {LIMIT_TICKS * TICK:.0f} s{_place(error)}."
            ) from None
        if isinstance(error, SystemExit):
            raise Fault("It ended the program while it was being loaded (sys.exit).") from None
        raise Fault(f"Loading it raised {in_words(error)}") from None


def _found(command: list[str]) -> importlib.machinery.ModuleSpec:
    """The module's specification; its folder comes first on the path, as when Python itself is started with it."""
    sys.path.remove(sys.path[0])  # the driver's
    for name in [name for name in sys.modules if name.partition(".")[0] == "suites"]:
        # the driver's own packages must not stand in the way of the submission's
        del sys.modules[name]
    if command[0] == "-m":
        sys.path.insert(0, str(Path.cwd()))
        try:
            spec = importlib.util.find_spec(command[1])
        except Exception as error:  # a package's own top level may raise anything
            print_exception(error)
            raise Fault(f"Loading its package raised {in_words(error)}") from None
        assert spec is not None, "a submission names a module that is there"
        return spec
    path = Path(command[0]).absolute()
    sys.path.insert(0, str(path.parent))
    name = path.stem if path.stem.isidentifier() and path.stem not in sys.modules else "submission"
    loader = importlib.machinery.SourceFileLoader(name, str(path))
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    assert spec is not None, "a loader makes a specification"
    return spec


def in_words(error: BaseException) -> str:
    """What was raised, and where in the submission: ``NameError: name 'x' is not defined, in line 12 of loop.py.``."""
    if isinstance(error, SyntaxError):
        place = f", in line {error.lineno} of {Path(error.filename or '').name}"
        return f"{type(error).__name__}: {error.msg}{place}."
    return f"{type(error).__name__}: {str(error).rstrip('.')[:300]}{_place(error)}."


def _place(error: BaseException) -> str:
    """The last line of the submission's that the error came through."""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_submitted(frame.filename)]
    return f", in line {own[-1].lineno} of {Path(own[-1].filename).name}" if own else ""


def print_exception(error: BaseException) -> None:
    """Write the traceback to the output, as Python itself would, without the driver's own part."""
    told = traceback.TracebackException.from_exception(error)
    told.stack[:] = [frame for frame in told.stack if not _is_ours(frame.filename)]
    print("".join(told.format()).rstrip(), file=sys.stderr, flush=True)


def _is_ours(filename: str) -> bool:
    return filename.startswith(("<frozen", OWN))


def _is_submitted(filename: str) -> bool:
    return Path(filename).is_relative_to(Path.cwd()) and not _is_ours(filename)
