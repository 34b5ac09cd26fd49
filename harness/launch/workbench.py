"""One program of a submission, built and ready to be started any number of times.

Owns the master copy, its build, and the start of one process on a fresh copy. Knows nothing of what
the process then does.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from zlib import crc32

from harness.isolation.interface import Isolation, Sandboxed, Start
from harness.isolation.limits import BUILD_LIMITS, MIB, Limits, MemoryWatch, bounded
from harness.isolation.toolchain import Toolchain, is_python, on_path, toolchain_of
from harness.launch.building import first_error
from harness.launch.kit import Kit, filled, placeholders
from harness.launch.output import Drain
from harness.launch.packages import lay_out_packages, room_for, wanted_by
from harness.launch.readiness import StartFailure, ended_in_words
from harness.launch.workspace import copy, lay_out, put, size_of
from harness.model import Assignment, Program, Tree

BUILD_LIMIT = 120.0
LOOPBACK = "127.0.0.1"
NONE: Mapping[str, str] = MappingProxyType({})
NO_ASSIGNMENT = Assignment()
NO_FILES: Mapping[bytes, bytes] = MappingProxyType({})


@dataclass
class Running:
    """A started process with its output; ``port`` is what it was told to use, ``command`` as it is shown."""

    sandbox: Sandboxed
    drain: Drain
    memory: MemoryWatch
    port: int
    command: tuple[str, ...]


class Workbench:
    """Makes working copies of one program and starts them.

    ``prepare`` before anything else; it builds. All folders live as long as the ``with`` block. ``assignment`` says
    what the program may import and how much it may use.
    """

    def __init__(
        self,
        isolation: Isolation,
        tree: Tree,
        program: Program,
        kit: Kit,
        python: str,
        assignment: Assignment = NO_ASSIGNMENT,
    ) -> None:
        self.isolation = isolation
        self.program = program
        self.kit = kit
        self.tree = tree
        self.assignment = assignment
        self._python = python
        self._starts = 0
        self._master: Path | None = None
        self._packages: Path | None = None
        self.failure: StartFailure | None = None
        self.build_output = b""

    @contextmanager
    def prepared(self) -> Iterator[Workbench]:
        """Lay out the master copy and build it; a failed build is kept and told at each start."""
        room = 2 * sum(len(file.content) + 4096 for file in self.tree.files) + MIB
        building = bool(self.program.build)
        room += BUILD_LIMITS.disk if building else 0
        with self.isolation.folder(room) as master:
            lay_out(self.tree, master)
            if building:
                self._build(master)
                self._weigh(master, room)
                self._find_made(master)
            self._master = master
            with self._supplied():
                yield self

    @contextmanager
    def _supplied(self) -> Iterator[None]:
        """Lay out the packages that the sources speak of."""
        names = wanted_by(self.tree, self.assignment.packages)
        with self.isolation.folder(room_for(names)) if names else nullcontext() as self._packages:
            if self._packages is not None:
                lay_out_packages(names, self._packages, self.kit.files["ca.pem"], self._python)
            yield

    def _build(self, master: Path) -> None:
        self.isolation.hand_over(master)
        running = self._start(master, self.program.build, BUILD_LIMITS, LOOPBACK, self.next_port())
        began = time.monotonic()
        while (status := running.sandbox.ended()) is None and time.monotonic() - began < BUILD_LIMIT:
            time.sleep(0.005)
        running.sandbox.kill()
        running.drain.finish()
        self.build_output = running.drain.output().head
        if status is None:
            self.failure = StartFailure(f"The build command ran for {BUILD_LIMIT:.0f} s and was ended.", late=True)
        elif status != 0:
            named = first_error(self.build_output)
            self.failure = StartFailure(f"The build command {ended_in_words(status)}.{f' {named}' if named else ''}")

    def _weigh(self, master: Path, room: int) -> None:
        """Refuse a build whose files have holes or many names: a copy would take more than the build could."""
        size = size_of(master)
        if size > room:
            self.failure = StartFailure(
                f"The build command left files of {size >> 20:,} MiB; {room >> 20:,} are allowed."
            )

    def _find_made(self, master: Path) -> None:
        """Tell of a program that the build did not make, before a sandbox does in words of its own."""
        first = self.program.command[0]
        own = "/" in first and not first.startswith("/") and "{" not in first
        if self.failure is None and own and not os.path.lexists(master / first):
            self.failure = StartFailure(f"There is no {first} to start: the build command made none.")

    @contextmanager
    def started(
        self,
        host: str = LOOPBACK,
        port: int | None = None,
        arguments: Mapping[str, str] = NONE,
        files: Mapping[bytes, bytes] = NO_FILES,
    ) -> Iterator[Running]:
        """The program's process on a fresh copy; everything of it is gone afterwards.

        ``host`` and ``port`` are what it is told; a port is drawn where none is given. ``arguments`` follow its
        command in their order, but for those whose placeholder stands in it (README.md, *Grade your own*).
        ``files`` lie beside it, whatever the submission has under their names.
        Raises ``StartFailure`` after a failed build.
        """
        if self.failure is not None:
            raise self.failure
        assert self._master is not None, "prepare first"
        limits = bounded(self.assignment.bounds)
        with self.isolation.folder(size_of(self._master) + sum(map(len, files.values())) + limits.disk) as work:
            copy(self._master, work)
            put({**self.kit.files_for(self.program), **files}, work)
            self.isolation.hand_over(work)
            port = self.next_port() if port is None else port
            running = self._start(work, self.program.command, limits, host, port, arguments)
            try:
                yield running
            finally:
                running.sandbox.kill()
                running.drain.finish()

    def count_from(self, name: str) -> None:
        """Let the ports of the starts to come follow from ``name``, whatever was started before."""
        self._starts = crc32(name.encode())

    def next_port(self) -> int:
        """A port that is free in the program's network, and no earlier start was told."""
        self._starts += 1
        return self.isolation.port(self.kit.port(self._starts - 1))

    def _start(
        self,
        work: Path,
        command: tuple[str, ...],
        limits: Limits,
        host: str,
        port: int,
        arguments: Mapping[str, str] = NONE,
    ) -> Running:
        environment = self.kit.environment(self.isolation.seen_at or str(work), host, port)
        environment["URL"] = arguments.get("url", environment["URL"])
        values = placeholders(environment, self._python)
        environment |= {name: filled((value,), values)[0] for name, value in self.program.env.items()}
        values |= arguments
        rest = tuple(
            value for name, value in arguments.items() if not any("{" + name + "}" in word for word in command)
        )
        argv, tools = self._resolved((*filled(command, values), *rest))
        start = Start(
            command=argv,
            env=environment,
            work=work,
            toolchain=tools,
            hosts=self.program.hosts,
            trust=self.kit.files["ca.pem"],
            limits=limits,
            packages=self._packages,
        )
        sandbox = self.isolation.start(start)
        memory = MemoryWatch(sandbox.processes, limits.memory)
        drain = Drain(sandbox.output, lambda: sandbox.strike() if memory.look() else None, self.kit.secrets)
        return Running(sandbox, drain, memory, port, (*command, *rest))

    def _resolved(self, argv: tuple[str, ...]) -> tuple[tuple[str, ...], Toolchain]:
        """The command with its program's own path, and what must be visible for it to run."""
        first = argv[0]
        if is_python(first):
            return (self._python, *argv[1:]), Toolchain()
        found = on_path(first)
        return ((found, *argv[1:]), toolchain_of(found)) if found else (argv, Toolchain())


def toolchain_for(programs: tuple[Program, ...], python: str) -> Toolchain:
    """What the commands and builds of all programs need, for the isolation to bind once."""
    tools = toolchain_of(python)
    for first in (command[0] for program in programs for command in (program.command, program.build) if command):
        found = on_path(first)
        if found and not is_python(first):
            tools = tools.joined(toolchain_of(found))
    return tools
