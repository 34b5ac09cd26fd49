"""Tier ``full``: bubblewrap in a network of the harness's own making, for one user or for root.

Owns the private mounts of the harness's process, and the start and the end of a sandbox. Knows
nothing of what runs in it. Root drops to a user id of its own first and then uses the very same
command line: bubblewrap run by uid 0 would keep uid 0 and with it the files of root.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import count
from pathlib import Path

from harness.errors import IsolationError
from harness.isolation import limits, namespaces
from harness.isolation.bubblewrap import HOME, PACKAGES, SUBMISSION, Box, Sight, arguments, find_bubblewrap
from harness.isolation.capabilities import SYS_ADMIN, holds
from harness.isolation.etc import write_etc
from harness.isolation.interface import Start
from harness.isolation.processes import descendants_of
from harness.isolation.signals import reset_inherited
from harness.isolation.toolchain import Toolchain, site_folders
from harness.isolation.trust import covered
from harness.isolation.users import give, own_user
from harness.model import Tier

_SIZE_OF_ALL_ELSE = "size=16m,mode=0755"


class FullIsolation:
    """A sandbox a start, a network a requirement, all gone with this process."""

    tier = Tier.FULL
    sight = Sight()
    seen_at: str | None = SUBMISSION

    def __init__(self, toolchain: Toolchain) -> None:
        self._toolchain = toolchain
        own = own_user()
        self._root = own is not None
        self._uid = os.getuid() if own is None else own
        self._private = Path("/")
        self._numbers = count(1)
        self._bound: dict[str, str] = {}
        self._etcs: dict[tuple[tuple[str, ...], bytes], Path] = {}
        self._bubblewrap = ""

    def enter(self) -> None:
        """Take the namespaces and lay out the private mounts. Once, while single-threaded."""
        wrapper = find_bubblewrap()
        reset_inherited()
        if not self._root:
            namespaces.enter_user_namespace()
        elif not holds(SYS_ADMIN):
            namespaces.enter_user_namespace_with_all_ids()
        namespaces.enter_mount_namespace()
        self.enter_processes()
        self._private = next(Path(place) for place in ("/mnt", "/media", "/srv") if Path(place).is_dir())
        namespaces.mount("tmpfs", str(self._private), "tmpfs", _flags(), _SIZE_OF_ALL_ELSE)
        self._bubblewrap = self._reachable(wrapper[0], wrapper[1:])
        for folder in self._toolchain.folders:
            self._bound[folder] = self._reachable(folder)

    def enter_processes(self) -> None:
        """Become process 1, with which the kernel ends all others."""
        namespaces.enter_process_namespace()

    def _reachable(self, path: str, beside: tuple[str, ...] = ()) -> str:
        """Where ``path`` can be read by the user who starts the sandbox."""
        if not self._root:
            return path
        # root's home is closed to others, and the interpreter may lie in it: bind while still root
        folder = beside[0] if beside else path
        if not beside and not Path(path).is_dir():
            return path
        place = self._private / f"bound{next(self._numbers)}"
        place.mkdir()
        namespaces.mount(folder, str(place), "none", namespaces.MS_BIND | namespaces.MS_REC)
        return str(place / Path(path).relative_to(folder))

    def fresh_network(self) -> None:
        """Take a new network namespace, in which low ports are open to all; see ``namespaces.fresh_network``."""
        namespaces.fresh_network()
        self.open_low_ports()

    def open_low_ports(self) -> None:
        """Let programs bind ports below 1024, as root's do."""
        namespaces.open_low_ports()

    def port(self, drawn: int) -> int:
        """The port as drawn: in a fresh network every port is free."""
        return drawn

    def alone(self, ports: Iterable[int]) -> AbstractContextManager[None]:  # noqa: ARG002  # as where it is shared
        """Nothing to wait for: in a fresh network every port is its own."""
        return nullcontext()

    @contextmanager
    def folder(self, size: int) -> Iterator[Path]:
        """A folder on a memory file system of its own, ``size`` bytes at most."""
        place = self._private / f"work{next(self._numbers)}"
        place.mkdir()
        owner = f"uid={self._uid},gid={self._uid if self._root else os.getgid()}"
        namespaces.mount("tmpfs", str(place), "tmpfs", _flags(), f"size={size},nr_inodes=20000,mode=0755,{owner}")
        try:
            yield place
        finally:
            namespaces.unmount(str(place))
            place.rmdir()

    def hand_over(self, folder: Path) -> None:
        """Give everything in ``folder`` to the sandbox's user."""
        if self._root:
            give(folder, self._uid)

    def start(self, start: Start) -> _Sandbox:
        """Start ``start.command``; raises ``IsolationError`` with bubblewrap's own words."""
        tools = self._toolchain.joined(start.toolchain)
        etc = self._etc(start.hosts, start.trust)
        bundles = covered(tools.folders) if start.trust else ()
        packages = ((str(start.packages), PACKAGES),) if start.packages else ()
        search = {"PYTHONPATH": PACKAGES} if packages else {}
        box = Box(
            work=str(start.work),
            etc=str(etc),
            env={**tools.env, "HOME": HOME, "PATH": tools.path, **search, **start.env},
            binds=(*((self._bound.get(folder, folder), folder) for folder in tools.folders), *packages),
            masked=site_folders(tools.folders),
            covers=tuple((str(etc / name), place) for name, place in bundles),
            tmp_size=start.limits.disk,
            sight=self.sight,
        )
        return _Sandbox(self._bubblewrap, box, start, self._uid if self._root else None)

    def _etc(self, hosts: tuple[str, ...], trust: bytes) -> Path:
        if (hosts, trust) not in self._etcs:
            self._etcs[hosts, trust] = self._private / f"etc{next(self._numbers)}"
            write_etc(self._etcs[hosts, trust], self._uid, hosts, trust)
        return self._etcs[hosts, trust]


class _Sandbox:
    """One running sandbox: bubblewrap's monitor, its init (process 1 inside) and the program."""

    def __init__(self, executable: str, box: Box, start: Start, uid: int | None) -> None:
        info, info_end = os.pipe()
        # a datagram pair: a pipe's end would let the program go when the harness dies in between
        block, block_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._stdin_end, self.stdin = os.pipe()
        self.output, output_end = os.pipe()
        box.descriptors.update({"--info-fd": info_end, "--block-fd": block_end.fileno()})
        with block, block_end:
            self._monitor = subprocess.Popen(
                arguments(executable, box, start.command),
                stdin=self._stdin_end,
                stdout=output_end,
                stderr=output_end,
                pass_fds=(info_end, block_end.fileno()),
                env={},
                cwd="/",
                user=uid,
                group=uid,
                extra_groups=None if uid is None else [],
            )
            for descriptor in (info_end, output_end, self._stdin_end):
                os.close(descriptor)
            self.main = self._await_info(info)
            self._init = os.pidfd_open(self.main)
            self.attendants: tuple[int, ...] = (self._monitor.pid, self.main)
            limits.apply(self.main, start.limits, uid)
            block.send(b"\0")

    def _await_info(self, info: int) -> int:
        with os.fdopen(info, "rb") as stream:
            said = stream.read()
        try:
            return int(json.loads(said)["child-pid"])
        except (ValueError, KeyError):
            words = os.read(self.output, 4096).decode(errors="replace").strip()
            self._monitor.wait()
            self._close()
            raise IsolationError(f"bubblewrap did not start: {words}", "Run `wireproof doctor`.") from None

    def processes(self) -> tuple[int, ...]:
        """The program's processes: all below the sandbox's init."""
        return descendants_of(self.main)

    def ended(self) -> int | None:
        """The program's status; bubblewrap reports a signal as 128 and its number."""
        status = self._monitor.poll()
        return 128 - status if status is not None and status - 128 in signal.valid_signals() else status

    def interrupt(self, number: int) -> None:
        """Signal the program's process group; one that has left it in its child's hands, that child's."""
        for pid in self.processes()[:1]:
            with suppress(ProcessLookupError):
                os.killpg(os.getpgid(pid), number)

    def strike(self) -> None:
        """Kill the sandbox's init: the kernel ends every process of its namespace with it."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._init, signal.SIGKILL)

    def kill(self) -> None:
        """Strike, and wait until bubblewrap's monitor and init are reaped: then nothing is left."""
        self.strike()
        self._monitor.wait()
        # the monitor ends with the main process; what that left behind comes to this process
        with suppress(ChildProcessError):
            os.waitpid(self.main, 0)
        os.close(self._init)
        self._close()

    def _close(self) -> None:
        for descriptor in (self.stdin, self.output):
            os.close(descriptor)


def _flags() -> int:
    return namespaces.MS_NOSUID | namespaces.MS_NODEV
