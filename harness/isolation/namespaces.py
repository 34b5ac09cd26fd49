"""Linux namespaces, mounts and interfaces of the calling process, by the C library and ioctl.

Owns the system calls that Python 3.11 lacks (``os.unshare`` came with 3.12) and what the harness
sets up in namespaces of its own. Knows nothing of sandboxes or submissions.
See namespaces(7), user_namespaces(7), netdevice(7), mount(2). All of it acts on the calling thread;
``unshare`` of a user namespace fails with EINVAL once a second thread lives.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import select
import signal
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
CLONE_NEWPID = 0x20000000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 0x2, 0x4, 0x1000, 0x4000, 0x40000
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36

_SIOCGIFFLAGS, _SIOCSIFFLAGS, _SIOCSIFADDR, _SIOCSIFNETMASK = 0x8913, 0x8914, 0x8916, 0x891C
_IFF_UP = 0x1

# An address of the machine that is not loopback, given to the private network's own interface
# (RFC 2544 keeps 198.18.0.0/15 for tests of network devices; nothing routes it).
OUTER_ADDRESS = "198.18.0.1"
# and one of IPv6 (RFC 5180 keeps 2001:2::/48 for the same)
OUTER_ADDRESS_6 = "2001:2::1"

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    """Leave the namespaces named by ``flags`` for new ones. Raises ``OSError``."""
    _call("unshare", ctypes.c_int(flags))


def prctl(option: int, value: int) -> None:
    """Set one property of this process. Raises ``OSError``."""
    _call("prctl", ctypes.c_int(option), *(ctypes.c_ulong(each) for each in (value, 0, 0, 0)))


def mount(source: str, target: str, kind: str, flags: int = 0, options: str = "") -> None:
    """Mount ``source`` on ``target``. Raises ``OSError``."""
    words = (os.fsencode(source), os.fsencode(target), kind.encode())
    _call("mount", *words, ctypes.c_ulong(flags), options.encode())


def unmount(target: str) -> None:
    """Detach what is mounted on ``target``, now or when its last user has gone."""
    _call("umount2", os.fsencode(target), ctypes.c_int(MNT_DETACH))


def enter_user_namespace() -> None:
    """Take a user namespace in which this process keeps its ids and has every capability."""
    uid, gid = os.getuid(), os.getgid()
    unshare(CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")


def enter_user_namespace_with_all_ids() -> None:
    """The same for a root that may not mount: every id of the present namespace is one of the new one, too.

    A process outside of it must say so (user_namespaces(7)). Raises ``OSError``.
    """
    maps = {f"/proc/{os.getpid()}/{name}": _all_ids(name) for name in ("uid_map", "gid_map")}
    begun, begun_end = os.pipe()
    helper = os.fork()
    if helper == 0:
        os.close(begun_end)
        _write_maps(maps, begun)
    os.close(begun)
    try:
        unshare(CLONE_NEWUSER)
        os.write(begun_end, b"\0")
    finally:
        os.close(begun_end)
        status = os.waitpid(helper, 0)[1]
    if status:
        raise PermissionError(errno.EPERM, "this user's ids could not be mapped into a user namespace")


def _all_ids(name: str) -> str:
    """The ids of the present namespace, each mapped to itself."""
    ranges = (line.split() for line in Path("/proc/self", name).read_text().splitlines())
    return "".join(f"{first} {first} {size}\n" for first, _, size in ranges)


def _write_maps(maps: dict[str, str], begun: int) -> NoReturn:
    status = 1
    try:
        # nothing comes where the namespace was refused
        if os.read(begun, 1):
            for place, text in maps.items():
                Path(place).write_text(text)
            status = 0
    finally:
        os._exit(status)


def enter_mount_namespace() -> None:
    """Take a mount namespace whose mounts nobody else sees, and that end with this process."""
    unshare(CLONE_NEWNS)
    mount("none", "/", "none", MS_REC | MS_PRIVATE)


def enter_process_namespace() -> None:
    """Go on as process 1 of a new process namespace, in a child; this process only waits, and ends as that one does.

    Whatever the child starts, and whatever that leaves behind, ends with the child, by the kernel's hand: a
    program can outlive its parent, but not its namespace (pid_namespaces(7)). Needs a mount namespace.
    """
    unshare(CLONE_NEWPID)
    go_on_in_child(signal.SIGKILL, lambda child: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV)


def go_on_in_child(ending: signal.Signals, wait: Callable[[int], int]) -> None:
    """Fork, and return in the child alone, which gets ``ending`` should the parent die.

    The parent leaves with the status that ``wait`` makes of the child.
    """
    alive, alive_end = os.pipe()
    child = os.fork()
    if child:
        os.close(alive)
        status = 1
        try:
            status = wait(child)
        finally:
            # whatever happens here, two must not go on
            os._exit(status & 0xFF)
    os.close(alive_end)
    prctl(PR_SET_PDEATHSIG, ending)
    # the parent may have died before that: then nobody holds the other end of its pipe
    if select.select([alive], [], [], 0)[0]:
        os._exit(0)
    os.close(alive)


def fresh_network() -> None:
    """Take a new, empty network: loopback up, every port free.

    Threads and children made from now on live in it; older threads stay where they were.
    """
    unshare(CLONE_NEWNET)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        _raise_interface(control, b"lo")
        _set_address(control, b"lo:1", OUTER_ADDRESS)
    with suppress(OSError), socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as control:
        # struct in6_ifreq: address, prefix length, interface. A kernel without IPv6 goes without
        request = struct.pack(
            "16sIi", socket.inet_pton(socket.AF_INET6, OUTER_ADDRESS_6), 128, socket.if_nametoindex("lo")
        )
        fcntl.ioctl(control, _SIOCSIFADDR, request)


def open_low_ports() -> None:
    """Let whoever lives in this process's network bind ports below 1024. Raises ``OSError``."""
    Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").write_text("0")


def _raise_interface(control: socket.socket, name: bytes) -> None:
    request = fcntl.ioctl(control, _SIOCGIFFLAGS, struct.pack("16sH22x", name, 0))
    flags = struct.unpack("16sH22x", request)[1]
    fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH22x", name, flags | _IFF_UP))


def _set_address(control: socket.socket, name: bytes, address: str) -> None:
    for command, value in ((_SIOCSIFADDR, address), (_SIOCSIFNETMASK, "255.255.255.255")):
        packed = struct.pack("16sH2x4s16x", name, socket.AF_INET, socket.inet_aton(value))
        fcntl.ioctl(control, command, packed)


def adopt_orphans() -> None:
    """Become the reaper of orphaned descendants: a sandbox's init must not be left a zombie."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int) -> None:
    """Ask for SIGTERM when the parent dies; end at once where it is already gone."""
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(0)
