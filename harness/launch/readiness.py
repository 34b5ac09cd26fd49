"""When a program is ready, and which of its listeners is the one to talk to.

Owns the wait for a listener, which races the program's end, and the choice among several. Times are
seconds. Nothing is ever sent to find out.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.isolation.interface import Sandboxed
from harness.isolation.processes import TICKS, Census, census, delay_of, reads_input, socket_inodes
from harness.launch.listeners import Listener, Transport, listeners

START_LIMIT = 10.0
WAITING_FOR_INPUT = "It was waiting for input from its keyboard."
STEADY = 0.05
_LONGEST = 60.0
# a look takes processor time from the program that is starting: the longer it has taken, the later the next may be
_POLL, _POLL_LATER = 0.001, 0.005
_POLL_SHARE = 1 / 16
_SETTLE = 0.2
# a program that has no quiet moment will not settle later either
_RESTLESS = 2.0


class StartFailure(Exception):
    """A program that did not come to listen. ``late`` where only the time ran out."""

    def __init__(self, observed: str, *, late: bool = False) -> None:
        super().__init__(observed)
        self.observed = observed
        self.late = late


@dataclass(frozen=True)
class Wanted:
    """What is looked for: a transport, the ports that settle it, and those that are likely, best first."""

    transport: Transport
    sure: tuple[int, ...]
    likely: tuple[int, ...] = ()

    @property
    def ports(self) -> tuple[int, ...]:
        """All of them in the order in which they are believed."""
        return (*self.sure, *self.likely)


def await_listener(sandbox: Sandboxed, wanted: Wanted, limit: float = START_LIMIT) -> Listener:
    """The listener of the program, as soon as there is one.

    Raises ``StartFailure`` where the program ends before, or ``limit`` passes.
    """
    began = time.monotonic()
    while True:
        elapsed = time.monotonic() - began
        own = owned(sandbox, listeners())
        fit = [each for each in own if each.transport == wanted.transport]
        if fit and (best(fit, wanted).port in wanted.sure or _settled(sandbox) or elapsed > _RESTLESS):
            # looked at again: more may have come while it settled
            again = [each for each in owned(sandbox, listeners()) if each.transport == wanted.transport]
            return best(again or fit, wanted)
        status = sandbox.ended()
        if status is not None and not fit and not sandbox.processes():
            raise StartFailure(f"Your server {ended_in_words(status)} {_after(elapsed)}, before it listened.")
        if elapsed > limit and (elapsed > _LONGEST or not _kept_waiting(sandbox, elapsed, limit)):
            observed = _no_listener(own, wanted, limit)
            if any(reads_input(pid) for pid in sandbox.processes()):
                observed += f" {WAITING_FOR_INPUT}"
            raise StartFailure(observed, late=True)
        time.sleep(min(max(elapsed * _POLL_SHARE, _POLL), _POLL_LATER))


def _kept_waiting(sandbox: Sandboxed, elapsed: float, limit: float) -> bool:
    """Whether a busy machine keeps the program from its start.

    It is runnable and was given less than ``limit`` seconds, or the time for which it had no processor made it late.
    """
    now = census(sandbox.processes())
    return (now.busy and now.ticks / TICKS < limit) or elapsed - delay_of(now.processes) < limit


def owned(sandbox: Sandboxed, found: Sequence[Listener]) -> list[Listener]:
    """Those of ``found`` that a process of the program holds, by inode."""
    if not found:
        return []
    held = frozenset().union(*(socket_inodes(pid) for pid in sandbox.processes()))
    return [each for each in found if each.inode in held]


def best(found: Sequence[Listener], wanted: Wanted) -> Listener:
    """The listener most likely meant: by believed port, then the lowest port, then IPv4."""

    def rank(each: Listener) -> tuple[int, int, bool]:
        believed = wanted.ports.index(each.port) if each.port in wanted.ports else len(wanted.ports)
        return (believed, each.port, ":" in each.address and each.address != "::")

    return min(found, key=rank)


def await_quiet(look: Callable[[], Census], limit: float, steady: float = STEADY) -> bool:
    """Wait until a process tree only waits: no thread runs and no processor time is spent.

    True when it has been so for ``steady`` seconds; False when ``limit`` seconds have passed. A tree
    that has not been given the processor yet is runnable, so a busy machine is not taken for quiet.
    """
    end = time.monotonic() + limit
    before, since = look(), time.monotonic()
    while time.monotonic() < end:
        time.sleep(0.01)
        now = look()
        if now.busy or now.ticks != before.ticks or now.processes != before.processes:
            before, since = now, time.monotonic()
        elif time.monotonic() - since >= steady:
            return True
    return False


def ended_in_words(status: int) -> str:
    """``exited with status 3`` or ``was killed by SIGSEGV``."""
    if status >= 0:
        return f"exited with status {status}"
    try:
        return f"was killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"was killed by signal {-status}"


def _settled(sandbox: Sandboxed) -> bool:
    return await_quiet(lambda: census(sandbox.processes()), _SETTLE)


def _after(seconds: float) -> str:
    return f"after {seconds:.1f} s" if seconds >= 1 else f"after {seconds * 1000:.0f} ms"


def _no_listener(own: Sequence[Listener], wanted: Wanted, limit: float) -> str:
    if own:
        other = own[0]
        names = f"{other.transport.upper()} port {other.port}"
        return f"Your server was listening on {names} after {limit:.0f} s, but on no {wanted.transport.upper()} port."
    return f"Your server was running but listened on no {wanted.transport.upper()} port within {limit:.0f} s."
