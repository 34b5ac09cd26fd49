"""How much of the machine one program may use, and the watch over what the kernel does not bound.

Owns the numbers. Address space and stack stay as they are: a JVM reserves gigabytes it never uses,
and C with a large local array needs the default stack (docs/design.md).
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from harness.isolation.processes import proportional_of, resident_of
from harness.model import Bounds

MIB = 1 << 20
# options of prlimit(1)
_WORDS = {
    resource.RLIMIT_NPROC: "nproc",
    resource.RLIMIT_NOFILE: "nofile",
    resource.RLIMIT_CPU: "cpu",
    resource.RLIMIT_FSIZE: "fsize",
    resource.RLIMIT_CORE: "core",
}


@dataclass(frozen=True)
class Limits:
    """Limits of one start. Sizes in bytes, processor time in seconds a process."""

    processes: int = 512
    descriptors: int = 8192
    cpu: int = 120
    file_size: int = 64 * MIB
    memory: int = 1024 * MIB
    disk: int = 64 * MIB

    def resources(self) -> dict[int, int]:
        """The limits that the kernel keeps, by ``resource.RLIMIT_…``."""
        return {
            resource.RLIMIT_NPROC: self.processes,
            # what this process may not have it cannot give away (getrlimit(2))
            resource.RLIMIT_NOFILE: min(self.descriptors, _hard_limit()),
            resource.RLIMIT_CPU: self.cpu,
            resource.RLIMIT_FSIZE: self.file_size,
            resource.RLIMIT_CORE: 0,
        }


def bounded(bounds: Bounds) -> Limits:
    """The limits of a start where an assignment says so."""
    return Limits(
        processes=Limits.processes if bounds.processes is None else bounds.processes,
        memory=Limits.memory if bounds.memory is None else bounds.memory,
    )


def allow_descriptors(count: int) -> int:
    """Let this process hold ``count`` descriptors, if the machine allows it; how many each process here may hold."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(count, _hard_limit())
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return min(Limits.descriptors, _hard_limit())


def _hard_limit() -> int:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return sys.maxsize if hard == resource.RLIM_INFINITY else hard


BUILD_LIMITS = Limits(cpu=240, file_size=512 * MIB, memory=4096 * MIB, disk=1024 * MIB)


def apply(pid: int, limits: Limits, uid: int | None = None) -> None:
    """Set the limits of a process of user ``uid`` that has not yet started the program.

    Raises ``OSError`` or ``subprocess.CalledProcessError``.
    """
    try:
        for which, value in limits.resources().items():
            resource.prlimit(pid, which, (value, value))
    except PermissionError:
        # a root without CAP_SYS_RESOURCE may not; the user who owns the process may (prlimit(2))
        words = [f"--{_WORDS[which]}={value}:{value}" for which, value in limits.resources().items()]
        subprocess.run(
            ["/usr/bin/prlimit", "--pid", str(pid), *words], check=True, user=uid, group=uid, extra_groups=[]
        )


class MemoryWatch:
    """Sums the resident memory of a process tree; too much of it ends the program."""

    def __init__(self, processes: Callable[[], tuple[int, ...]], most: int) -> None:
        self._processes = processes
        self._most = most
        self.exceeded = 0

    def look(self) -> bool:
        """True once the tree has held more than it may; ``exceeded`` then says how many bytes."""
        processes = self._processes()
        if sum(map(resident_of, processes)) > self._most:
            # a forking server's children share most pages: count each page's share before judging
            held = sum(map(proportional_of, processes))
            self.exceeded = held if held > self._most else 0
        return self.exceeded > 0
