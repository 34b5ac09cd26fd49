"""A network of the script's own, in which it can be every host: for programs that request what stands in their source.

Owns the namespaces (Linux, no privilege needed where the machine allows them). May not know who listens in them.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import re
import socket
import struct
import tempfile
from collections.abc import Sequence
from pathlib import Path

from harness.report.scripts.program import HOST, NotStarted

NEW_MOUNTS, NEW_USER, NEW_NETWORK = 0x00020000, 0x10000000, 0x40000000
BIND = 4096
SET_FLAGS, UP = 0x8914, 1
PLAIN_NAME = re.compile(r"[A-Za-z0-9.-]+\Z")


def be_alone(hosts: Sequence[str]) -> None:
    """Enter a network with nobody else in it, where ``hosts`` are this machine. Raises ``NotStarted``."""
    libc, user, group = ctypes.CDLL(None, use_errno=True), os.getuid(), os.getgid()
    if libc.unshare(NEW_USER | NEW_NETWORK | NEW_MOUNTS):
        raise NotStarted(
            "the program requests what stands in its source, and this machine does not let the script stand in for "
            f"those hosts ({os.strerror(ctypes.get_errno())})."
        )
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    with socket.socket() as link:
        fcntl.ioctl(link, SET_FLAGS, struct.pack("16sh", b"lo", UP))
    names = " ".join(["localhost", *filter(PLAIN_NAME.match, hosts)])
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(f"{HOST} {names}\n")
        file.flush()
        os.chmod(file.name, 0o644)
        if libc.mount(file.name.encode(), b"/etc/hosts", None, BIND, None):
            raise NotStarted(f"/etc/hosts could not be replaced ({os.strerror(ctypes.get_errno())}).")
