"""A network that is shared with the machine: what stands in the way of a program with a port of its own.

Owns which ports a program may take or call by itself, and the reasons why it cannot though it is right. Starts nothing.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable
from pathlib import Path

from harness.errors import IsolationError
from harness.isolation.capabilities import NET_BIND_SERVICE, holds
from harness.launch.listeners import Transport, lingering, listeners
from harness.model import Output, Program, Tree

# a connection that its server ended first holds the server's port for a minute (tcp(7), TIME_WAIT)
_LINGER_LIMIT = 75.0
_POLL = 0.05
_CLOSED = re.compile(rb"permission denied|not permitted|EACCES|EPERM", re.I)


# places and names of what a machine trusts by itself
_BUNDLES = (b"/etc/ssl", b"/etc/pki", b"/usr/share/ca-certificates", b"certifi", b"cacerts")


class NotHere(Exception):
    """A program that cannot be tried on this machine, which is nobody's fault: the requirement is skipped."""


def own_ports(program: Program) -> frozenset[int]:
    """The ports that a program may take whatever it is told: numbers of its source that are no sizes of buffers."""
    named = {program.port} if program.port else set()
    return frozenset(named | {port for port in program.ports if port & (port - 1)})


def relies_on_bundle(tree: Tree) -> bool:
    """Whether a source names the machine's own authorities, in whose place ours stand only where files can be bound."""
    return any(word in file.content for word in _BUNDLES for file in tree.files)


def closed_ports(ports: Iterable[int]) -> tuple[int, ...]:
    """Those of ``ports`` that only root may bind here."""
    try:
        first = int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
    except (OSError, ValueError):
        first = 1024
    return tuple(sorted(port for port in ports if port < first))


def await_clear(ports: Collection[int]) -> bool:
    """Wait until no connection that is over holds one of ``ports``. False where none did."""
    if not lingering(ports):
        return False
    end = time.monotonic() + _LINGER_LIMIT
    while lingering(ports) and time.monotonic() < end:
        time.sleep(_POLL)
    return True


def hold_free(ports: Collection[int], *transports: Transport) -> None:
    """Raise ``IsolationError`` where another program of this machine listens on one of ``ports``."""
    taken = sorted(each.port for each in listeners() if each.transport in transports and each.port in ports)
    if taken:
        raise IsolationError(
            f"Port {taken[0]}, which stands in this program's source, is taken by another program of this machine.",
            "End that one, or grade where each program has a network of its own.",
        )


def hold_open(ports: Iterable[int], output: Output) -> None:
    """Raise ``NotHere`` where a server was kept from a low port, as far as its output tells."""
    closed, said = closed_ports(ports), output.head + output.tail
    if closed and (not said or _CLOSED.search(said)):
        raise NotHere(f"On this machine a program may not listen on port {closed[0]}, which stands in its source.")


def hold_served(ports: Iterable[int]) -> None:
    """Raise ``NotHere`` where a client calls a low port on which the harness may not listen."""
    closed = closed_ports(ports)
    if closed and not holds(NET_BIND_SERVICE):
        raise NotHere(f"The network is shared here, and no server of ours may listen on its port {closed[0]}.")
