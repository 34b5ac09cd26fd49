"""Tier ``masked-proc``: the sandbox of tier ``full`` for containers that refuse a fresh ``/proc``.

A container that covers parts of ``/proc`` must not be left by mounting another one, so the kernel refuses it
(mount_namespaces(7)). Owns what is different then: the ``/proc`` that is there is seen inside, with the machine's
process ids, and this process is no process 1. Knows nothing of the rest.
"""

from __future__ import annotations

from contextlib import suppress

from harness.isolation import namespaces
from harness.isolation.bubblewrap import Sight
from harness.isolation.ending import enter_guarded_process
from harness.isolation.full import FullIsolation
from harness.model import Tier


class MaskedProcIsolation(FullIsolation):
    """Everything of one's own but the sight of processes."""

    tier = Tier.MASKED_PROC
    # what --disable-userns writes to lies below /proc/sys, which such containers make read-only
    sight = Sight(proc=("--bind", "/proc", "/proc"), users=("--unshare-user",))

    def enter_processes(self) -> None:
        """Have a parent that ends what this process leaves, as no namespace does."""
        enter_guarded_process()
        namespaces.adopt_orphans()

    def open_low_ports(self) -> None:
        """Let programs bind low ports, where that can be said; the harness may in any case."""
        with suppress(OSError):
            super().open_low_ports()
