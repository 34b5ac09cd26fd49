"""Containers, simulated by this process for what it becomes: ``python barred.py refusing|masked COMMAND…``, as root.

They have a network to themselves. Owns what they refuse: capabilities that Docker takes away, always; then namespaces
and mounts, by a filter of system calls, or parts of ``/proc``, which are covered. See capabilities(7), seccomp(2),
mount_namespaces(7).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

from harness.isolation.namespaces import fresh_network

_PR_CAPBSET_DROP, _PR_SET_SECCOMP, _FILTER = 24, 22, 2
# by machine: its name for auditing, and the numbers of clone, unshare, setns, mount, clone3
_CALLS = {
    "x86_64": (0xC000003E, 56, 272, 308, 165, 435),
    "aarch64": (0xC00000B7, 220, 97, 268, 40, 435),
}
_NAMESPACES = 0x7E020000
# chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap, net_bind_service, net_raw, sys_chroot, mknod,
# audit_write, setfcap
DOCKERS = frozenset({0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31})
_CLONE_NEWNS, _MS_RDONLY, _MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 0x20000, 1, 32, 4096, 16384, 1 << 18
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000

_libc = ctypes.CDLL(None, use_errno=True)


def mask() -> None:
    """Cover some of ``/proc``, and make what can be set there read-only, as container runtimes do."""
    _hold(_libc.unshare(_CLONE_NEWNS))
    _mount("none", "/", _MS_REC | _MS_PRIVATE)
    _mount("/dev/null", "/proc/version", _MS_BIND)
    _mount("/proc/sys", "/proc/sys", _MS_BIND)
    _mount("none", "/proc/sys", _MS_BIND | _MS_REMOUNT | _MS_RDONLY)


def drop() -> None:
    """Have no more capabilities than Docker gives, from the next exec on."""
    for capability in range(64):
        if capability not in DOCKERS:
            # fails past the last one, and for whoever has none to drop
            _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def refuse() -> None:
    """Refuse namespaces and mounts from now on."""
    rules = ctypes.create_string_buffer(_filter())
    program = struct.pack("@HP", len(rules) // 8, ctypes.addressof(rules))
    _hold(_libc.prctl(_PR_SET_SECCOMP, _FILTER, program, 0, 0))


def _filter() -> bytes:
    architecture, clone, unshare, setns, mount, clone3 = _CALLS[os.uname().machine]
    refuse, missing = _REFUSE | errno.EPERM, _REFUSE | errno.ENOSYS
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, 8, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 8, 0, clone3),
        (_EQUAL, 6, 0, unshare),
        (_EQUAL, 5, 0, setns),
        (_EQUAL, 4, 0, mount),
        (_EQUAL, 0, 2, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 1, 0, _NAMESPACES),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, refuse),
        (_RETURN, 0, 0, missing),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _mount(source: str, target: str, flags: int) -> None:
    _hold(_libc.mount(source.encode(), target.encode(), b"none", ctypes.c_ulong(flags), b""))


def _hold(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    fresh_network()
    {"refusing": refuse, "masked": mask}[sys.argv[1]]()
    drop()
    os.execvp(sys.argv[2], sys.argv[2:])
