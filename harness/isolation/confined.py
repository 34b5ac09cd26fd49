"""Tier ``landlock``: a plain process that reaches its own files alone, for containers that refuse namespaces.

Owns what a program is kept to. Knows nothing of its start and its end, which are a plain process's.
"""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import harness
from harness.errors import IsolationError
from harness.isolation.interface import Start
from harness.isolation.landlock import Reach, confine
from harness.isolation.plain import SHARED_MEMORY, SHARED_TEMPORARY, ProcessIsolation
from harness.isolation.toolchain import site_folders
from harness.model import Tier

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/proc")
# links in /etc whose targets lie elsewhere
_LINKED = ("/etc/resolv.conf", "/etc/localtime")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty")


class LandlockIsolation(ProcessIsolation):
    """Files and, as root, a user of its own; the machine's network."""

    tier = Tier.LANDLOCK

    def enter(self) -> None:
        """As without a sandbox. Raises ``IsolationError`` where root's programs could not have a user of their own."""
        if self.closed is not None:
            raise IsolationError(
                f"{self.closed} is closed to the user that programs run as where root grades",
                "Have interpreters and compilers where every user can read them, such as below /usr.",
            )
        super().enter()

    def spawn(self, start: Start, command: list[str], options: dict[str, Any]) -> subprocess.Popen[bytes]:
        """Start the process from a thread that is confined first, and thrown away."""
        reach = self._reach(start)

        def begin() -> subprocess.Popen[bytes]:
            confine(reach)
            return super(LandlockIsolation, self).spawn(start, command, options)

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(begin).result()

    def _reach(self, start: Start) -> Reach:
        folders = self.toolchain.joined(start.toolchain).folders
        packages = (str(start.packages),) if start.packages else ()
        # a user of its own can change nobody's files there, and what it leaves can be told from theirs. Named
        # semaphores, and with them multiprocessing's locks, lie in the memory (sem_overview(7))
        shared = (SHARED_MEMORY,) if self.uid is None else (SHARED_MEMORY, SHARED_TEMPORARY)
        return Reach(
            read=(*_SYSTEM, *_LINKED, *folders, *packages),
            change=(str(start.work.parent), *shared),
            devices=_DEVICES,
            hidden=(*site_folders(folders), str(Path(harness.__file__).parent.parent)),
        )
