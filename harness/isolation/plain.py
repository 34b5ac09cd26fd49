"""Tier ``process``: a plain process with limits, for machines where no sandbox can be made.

Owns its start and its end. A program is not kept from the files and the network of its user here,
and every report says so. What can be had without privileges is kept: limits, a working copy, a
clean environment, a silent standard input, and the end of every descendant.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

from harness.errors import IsolationError
from harness.isolation import limits, namespaces
from harness.isolation.interface import Start
from harness.isolation.processes import descendants_of
from harness.isolation.signals import reset_inherited
from harness.isolation.toolchain import Toolchain
from harness.model import Tier

_PORTS = range(20000, 32000)
WARNING = "NOT ISOLATED: the program could read and change this user's files and reach this machine's network."


class ProcessIsolation:
    """No sandbox: the user's own processes, in the user's own network."""

    tier = Tier.PROCESS
    notes: tuple[str, ...] = (WARNING,)
    seen_at: str | None = None

    def __init__(self, toolchain: Toolchain, scratch: Path | None = None) -> None:
        self._toolchain = toolchain
        self._scratch = scratch
        self._held: list[socket.socket] = []

    def enter(self) -> None:
        """Become the reaper of what programs leave behind, and end them on the way out when this process is ended."""
        reset_inherited()
        # no kernel ends them with this process: SIGTERM unwinds it, as Ctrl-C does
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        namespaces.adopt_orphans()

    def fresh_network(self) -> None:
        """Do nothing: the network is the machine's, and ports are drawn anew for each start."""

    def port(self, drawn: int) -> int:
        """The first port from ``drawn`` on that is free and that no other grading on this machine holds.

        It is held by a lock until this process ends: two gradings must never be told the same one.
        """
        for port in chain(range(drawn, _PORTS.stop), range(_PORTS.start, drawn)):
            lock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            # an abstract address (unix(7)): one owner at a time, gone with its process, and no file
            with suppress(OSError):
                lock.bind(f"\0wireproof-port-{port}")
                if _free(port):
                    self._held.append(lock)
                    return port
            lock.close()
        raise IsolationError("No port is free for a program on this machine.", "End other servers, or other gradings.")

    @contextmanager
    def folder(self, size: int) -> Iterator[Path]:  # noqa: ARG002  # no file system of its own to bound
        """A temporary folder; a program's disk use is bounded by the size of each file alone."""
        place = Path(tempfile.mkdtemp(prefix="wireproof-", dir=self._scratch))
        try:
            yield place
        finally:
            _remove(place)

    def hand_over(self, folder: Path) -> None:
        """Do nothing: the program runs as the same user."""

    def start(self, start: Start) -> _Plain:
        """Start ``start.command`` in a session of its own."""
        tools = self._toolchain.joined(start.toolchain)
        home = start.work / ".home"
        home.mkdir(exist_ok=True)
        search = {"PYTHONPATH": str(start.packages)} if start.packages else {}
        return _Plain(start, {**tools.env, "PATH": tools.path, "HOME": str(home), **search, **start.env})


class _Plain:
    """One running program and all that descends from it."""

    def __init__(self, start: Start, env: dict[str, str]) -> None:
        before = set(descendants_of(os.getpid()))
        self._not_ours = before
        self._stdin_end, self.stdin = os.pipe()
        self.output, output_end = os.pipe()
        try:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", 'read -r go && exec "$@"', "sh", *start.command],
                stdin=self._stdin_end,
                stdout=output_end,
                stderr=output_end,
                env=env,
                cwd=start.work,
                start_new_session=True,
            )
        finally:
            os.close(output_end)
            os.close(self._stdin_end)
        self.main = self._process.pid
        self.attendants: tuple[int, ...] = ()
        # the shell waits for this line, so that no moment of the program is without its limits
        limits.apply(self.main, _counted(start.limits))
        os.write(self.stdin, b"go\n")

    def processes(self) -> tuple[int, ...]:
        """Every descendant of this process that was not there before the start."""
        return tuple(pid for pid in descendants_of(os.getpid()) if pid not in self._not_ours)

    def ended(self) -> int | None:
        """The main process's status, negative for a signal."""
        return self._process.poll()

    def interrupt(self, number: int) -> None:
        """Signal the process group that the program leads."""
        with suppress(ProcessLookupError):
            os.killpg(self.main, number)

    def strike(self) -> None:
        """Freeze every descendant, then kill it, once."""
        alive = self.processes()
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in alive:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)

    def kill(self) -> None:
        """Freeze, then kill, until no descendant is left: a fork bomb loses this race."""
        while alive := self.processes():
            self.strike()
            self._reap(alive)
        self._process.wait()
        for descriptor in (self.stdin, self.output):
            os.close(descriptor)

    def _reap(self, killed: tuple[int, ...]) -> None:
        self._process.poll()
        for pid in killed:
            if pid != self.main:
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)


def _counted(wanted: limits.Limits) -> limits.Limits:
    """The same limits, with the processes this user already runs: the kernel counts by user."""
    uid = os.getuid()
    running = 0
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            running += len(list((each / "task").iterdir())) if each.stat().st_uid == uid else 0
    return dataclasses.replace(wanted, processes=wanted.processes + running)


def _remove(place: Path) -> None:
    """Remove ``place``, whatever modes, links and depths a program left in it; neither tool follows a link."""
    for tool in (("chmod", "-R", "u+rwX"), ("rm", "-rf")):
        subprocess.run([*tool, str(place)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def _free(port: int) -> bool:
    """Whether a server could bind the port now, for TCP and for UDP."""
    try:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(socket.AF_INET, kind) as probe:
                probe.bind(("", port))
    except OSError:
        return False
    return True
