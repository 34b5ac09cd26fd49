"""Containers, simulated by this process for what it becomes: ``python barred.py refusing|masked PLACES COMMAND…``.

To be run as root. They have a network to themselves, and the folders ``PLACES``, parted by colons, are open to all
their users. Owns what they refuse: capabilities that Docker takes away, always; then namespaces and mounts, by a
filter of system calls, or parts of ``/proc``, which are covered. See capabilities(7), seccomp(2), mount_namespaces(7).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from harness.isolation.namespaces import MS_BIND, MS_REC, enter_mount_namespace, fresh_network, mount
from harness.isolation.users import closed_folder

_PR_CAPBSET_DROP, _PR_SET_SECCOMP, _FILTER = 24, 22, 2
# by machine: its name for auditing, and the numbers of clone, unshare, setns, mount, clone3,
# pidfd_open
_CALLS = {
    "x86_64": (0xC000003E, 56, 272, 308, 165, 435, 434),
    "aarch64": (0xC00000B7, 220, 97, 268, 40, 435, 434),
}
_NAMESPACES = 0x7E020000
# chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap, net_bind_service, net_raw, sys_chroot, mknod,
# audit_write, setfcap
DOCKERS = frozenset({0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31})
_MS_RDONLY, _MS_REMOUNT = 1, 32
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000

_libc = ctypes.CDLL(None, use_errno=True)


def open_ways(places: Iterable[str]) -> None:
    """Let every user reach the folders ``places``: a closed one on the way is covered, and they are put back in it.

    In a mount namespace of this process's own; what else lay in a closed folder is not seen there.
    """
    ways = {place: str(closed) for place in sorted(places) if (closed := closed_folder((place,)))}
    enter_mount_namespace()
    held = {place: os.open(place, os.O_PATH) for place in ways}
    for cover in set(ways.values()):
        mount("tmpfs", cover, "tmpfs", options="size=1m,mode=0755")
    for place, descriptor in held.items():
        Path(place).mkdir(parents=True, exist_ok=True)
        mount(f"/proc/self/fd/{descriptor}", place, "none", MS_BIND | MS_REC)
        os.close(descriptor)


def mask() -> None:
    """Cover some of ``/proc``, and make what can be set there read-only, as container runtimes do."""
    mount("/dev/null", "/proc/version", "none", MS_BIND)
    mount("/proc/sys", "/proc/sys", "none", MS_BIND)
    mount("none", "/proc/sys", "none", MS_BIND | _MS_REMOUNT | _MS_RDONLY)


def drop() -> None:
    """Have no more capabilities than Docker gives, from the next exec on."""
    for capability in range(64):
        if capability not in DOCKERS:
            # fails past the last one, and for whoever has none to drop
            _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def refuse() -> None:
    """Refuse namespaces and mounts from now on, and pidfd_open, which containers knew late."""
    rules = ctypes.create_string_buffer(_filter())
    program = struct.pack("@HP", len(rules) // 8, ctypes.addressof(rules))
    _hold(_libc.prctl(_PR_SET_SECCOMP, _FILTER, program, 0, 0))


def _filter() -> bytes:
    architecture, clone, unshare, setns, mount, clone3, pidfd_open = _CALLS[os.uname().machine]
    refuse, missing = _REFUSE | errno.EPERM, _REFUSE | errno.ENOSYS
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, 9, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 9, 0, clone3),
        (_EQUAL, 7, 0, unshare),
        (_EQUAL, 6, 0, setns),
        (_EQUAL, 5, 0, mount),
        (_EQUAL, 4, 0, pidfd_open),
        (_EQUAL, 0, 2, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 1, 0, _NAMESPACES),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, refuse),
        (_RETURN, 0, 0, missing),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _hold(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    kind, places, *command = sys.argv[1:]
    fresh_network()
    open_ways(filter(None, places.split(":")))
    {"refusing": refuse, "masked": mask}[kind]()
    drop()
    os.execvp(command[0], command)
