"""Tier ``process``: a plain process with limits, for machines where no sandbox can be made.

Owns its start and its end, which tier ``landlock`` shares. A program is not kept from the files and the network of
its user here, and every report says so. What can be had without privileges is kept: limits, a working copy, a
clean environment, a silent standard input, and the end of every descendant.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from harness.isolation import limits, namespaces
from harness.isolation.ending import end_all, enter_guarded_process, strike
from harness.isolation.interface import Start
from harness.isolation.ports import Ports
from harness.isolation.processes import descendants_of
from harness.isolation.signals import reset_inherited
from harness.isolation.toolchain import Toolchain
from harness.isolation.trust import key_store
from harness.isolation.users import closed_folder, give, own_user
from harness.model import Tier

# what lies beside each other in the folder of one start
_WORK, _HOME, _TEMPORARY = "submission", "home", "tmp"
# where every user of the system may leave something
SHARED_MEMORY, SHARED_TEMPORARY = "/dev/shm", "/tmp"  # noqa: S108

Spawn = Callable[[Start, list[str], dict[str, Any]], subprocess.Popen[bytes]]


class ProcessIsolation:
    """No sandbox: processes in the machine's network; of a user of their own, ``uid``, where root can give them one.

    ``closed`` is the folder for which it cannot. ``scratch`` is for working copies, and goes when this process does.
    """

    tier = Tier.PROCESS
    seen_at: str | None = None

    def __init__(self, toolchain: Toolchain, scratch: Path | None = None) -> None:
        self.toolchain = toolchain
        self._own = () if scratch is None else (scratch,)
        self._scratch = scratch or Path(tempfile.gettempdir())
        self._ports = Ports()
        own = own_user()
        self.closed = None if own is None else closed_folder((str(self._scratch.parent), *toolchain.folders))
        self.uid = own if self.closed is None else None

    def enter(self) -> None:
        """Become the reaper of what programs leave behind, and end them on the way out when this process is ended."""
        reset_inherited()
        for each in self._own:
            each.mkdir(mode=0o700, exist_ok=True)
        if self.uid is not None:
            # to be passed, not to be read
            self._scratch.chmod(self._scratch.stat().st_mode | 0o011)
        enter_guarded_process(self._clear)
        # no kernel ends them with this process: SIGTERM unwinds it, as Ctrl-C does
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        namespaces.adopt_orphans()

    def fresh_network(self) -> None:
        """Do nothing: the network is the machine's, and ports are drawn anew for each start."""

    def port(self, drawn: int) -> int:
        """A port that is free and that no other grading on this machine is told; see ``Ports.draw``."""
        return self._ports.draw(drawn)

    def alone(self, ports: Iterable[int]) -> AbstractContextManager[None]:
        """Wait until no other grading holds one of ``ports``, and hold them; see ``Ports.alone``."""
        return self._ports.alone(ports)

    @contextmanager
    def folder(self, size: int) -> Iterator[Path]:  # noqa: ARG002  # no file system of its own to bound
        """A temporary folder; a program's disk use is bounded by the size of each file alone.

        A home and a folder for temporary files lie beside it.
        """
        place = Path(tempfile.mkdtemp(prefix="wireproof-", dir=self._scratch))
        try:
            place.chmod(0o711 if self.uid is not None else 0o700)
            for name in (_WORK, _HOME, _TEMPORARY):
                (place / name).mkdir()
            yield place / _WORK
        finally:
            for each in (*self._strewn(), place):
                remove(each)

    def _clear(self) -> None:
        """Remove what a harness that was killed could not."""
        for each in (*self._strewn(), *self._own):
            remove(each)

    def _strewn(self) -> Iterator[Path]:
        """What programs with a user of their own left where every user may leave something."""
        for shared in (SHARED_MEMORY, SHARED_TEMPORARY) if self.uid is not None else ():
            for each in Path(shared).glob("*"):
                # others come and go there
                with suppress(FileNotFoundError):
                    if each.lstat().st_uid == self.uid:
                        yield each

    def hand_over(self, folder: Path) -> None:
        """Give everything in ``folder``, and what lies beside it, to the program's user."""
        if self.uid is not None:
            for each in folder.parent.iterdir():
                give(each, self.uid)
                each.chmod(0o700)

    def start(self, start: Start) -> Plain:
        """Start ``start.command`` in a session of its own."""
        tools = self.toolchain.joined(start.toolchain)
        place = start.work.parent
        private = {"HOME": str(place / _HOME), "TMPDIR": str(place / _TEMPORARY), "PATH": tools.path}
        search = {"PYTHONPATH": str(start.packages)} if start.packages else {}
        return Plain(self.spawn, start, {**tools.env, **private, **search, **_javas(start), **start.env}, self.uid)

    def spawn(self, start: Start, command: list[str], options: dict[str, Any]) -> subprocess.Popen[bytes]:  # noqa: ARG002  # tiers differ in what is kept from it
        """Start the process itself."""
        user: dict[str, Any] = {} if self.uid is None else {"user": self.uid, "group": self.uid, "extra_groups": []}
        return subprocess.Popen(command, **options, **user)


class Plain:
    """One running program of user ``uid``, or of the caller's own, and all that descends from it."""

    def __init__(self, spawn: Spawn, start: Start, env: dict[str, str], uid: int | None) -> None:
        self._not_ours = set(descendants_of(os.getpid()))
        stdin_end, self.stdin = os.pipe()
        self.output, output_end = os.pipe()
        streams = {"stdin": stdin_end, "stdout": output_end, "stderr": output_end}
        # the shell waits for a line, so that no moment of the program is without its limits
        gate = ["/bin/sh", "-c", 'read -r go && exec "$@"', "sh", *start.command]
        try:
            self._process = spawn(start, gate, {**streams, "env": env, "cwd": start.work, "start_new_session": True})
        finally:
            os.close(output_end)
            os.close(stdin_end)
        self.main = self._process.pid
        self.attendants: tuple[int, ...] = ()
        limits.apply(self.main, _counted(start.limits, os.getuid() if uid is None else uid), uid)
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
        strike(self.processes())

    def kill(self) -> None:
        """End every descendant, and wait until none is left."""
        end_all(self._alive, self.main)
        self._process.wait()
        for descriptor in (self.stdin, self.output):
            os.close(descriptor)

    def _alive(self) -> tuple[int, ...]:
        self._process.poll()  # it reaps its own, and keeps the status
        return self.processes()


def _javas(start: Start) -> dict[str, str]:
    """Have Java trust whom it shall: it alone knows no variable for that, and its own store cannot be covered here."""
    if not start.trust:
        return {}
    store = start.work.parent / "cacerts"
    store.write_bytes(key_store(start.trust))
    return {"JAVA_TOOL_OPTIONS": f"-Djavax.net.ssl.trustStore={store}"}


def _counted(wanted: limits.Limits, uid: int) -> limits.Limits:
    """The same limits, with the processes that user ``uid`` already runs: the kernel counts by user."""
    running = 0
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            running += len(list((each / "task").iterdir())) if each.stat().st_uid == uid else 0
    return dataclasses.replace(wanted, processes=wanted.processes + running)


def remove(place: Path) -> None:
    """Remove ``place``, whatever modes, links and depths a program left in it; no link is followed."""
    if place.is_symlink() or not place.is_dir():
        # chmod follows a link that it is given by name, with all that lies where it leads
        with suppress(OSError):
            place.unlink()
        return
    for tool in (("chmod", "-R", "u+rwX"), ("rm", "-rf")):
        subprocess.run([*tool, str(place)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
