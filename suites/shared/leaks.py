"""What a server may keep of clients that have come and gone: nothing.

Owns the counts of descriptors, threads and processes. Who comes, and what is said, is the dialect's affair.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from random import Random

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.isolation.processes import Census
from harness.launch.server import Server
from harness.requirement import MUST, Dialect, requirement
from suites.shared.dialects import start_again_if_ended

SETTLE = 3.0
PATIENCE = 30.0


@requirement("frees", MUST, needs=("starts",), provokes=True, waits=True)
def frees(server: Server, peers: Peers, dialect: Dialect, draw: Random) -> None:
    """Hold no more descriptors, threads or processes, however many clients have come and gone.

    Why: a server that keeps something of each client runs out of it sooner or later: "Too many open files".

    Source: lecture, Using TCP; Python documentation, socket.close, socketserver; wait(2)
    """
    began = time.monotonic()
    serves = dialect.served(peers, server.address, draw)
    if not serves:
        # it would be asked for at the end (docs/design.md, rule 2), and is told before time goes by
        raise Unmet(
            sent="One client's message.",
            expected="Your server answers it; then its descriptors, threads and processes are counted.",
            observed="The client was not served, so that there was nothing to count.",
            late=True,
        )
    peers.close_all()

    def come_and_go(number: int) -> None:
        nonlocal serves
        # a slow server is no leak: when it has had its time, the rest come and go without an answer
        serves = serves and time.monotonic() - began < PATIENCE
        serves = dialect.visit(peers, server.address, draw, serves=serves, reset=bool(number % 2))

    def intrude(number: int) -> None:
        dialect.intrude(peers, server.address, draw, reset=bool(number % 2))

    _hold_freed(server, dialect.crowd, come_and_go, "clients that came and left, every other one by a reset")
    if dialect.strangers and not server.ended():
        _hold_freed(server, dialect.strangers, intrude, "strangers, whose handshake failed")
        # that a stranger can end the program is said by other requirements
        start_again_if_ended(server, peers)


def _hold_freed(server: Server, crowd: int, visit: Callable[[int], None], told: str) -> None:
    """Hold that no count grows each time ``crowd`` more, who are ``told``, have visited."""
    counts, leak = [_least(server, None, crowd)], max(crowd // 10, 3)
    for _ in range(3):
        for number in range(crowd):
            visit(number)
        counts.append(_least(server, counts[-1], leak))
    for what in ("processes", "descriptors", "threads"):
        numbers = [_count(each, what) for each in counts]
        steps = [after - before for before, after in pairwise(numbers)]
        if all(step >= leak for step in steps):
            raise Unmet(
                sent=f"Three times {crowd} {told}.",
                expected=f"About as many open {what} after each {crowd} (fewer than {leak} more).",
                observed=f"{', then '.join(f'{number:,}' for number in numbers)} {what}{_dead(counts[-1], what)}.",
            )


def _least(server: Server, before: Census | None, leak: int) -> Census:
    """A count after the dust has settled: taken again, 3 s at most, while it looks like a leak."""
    end = time.monotonic() + SETTLE
    while True:
        server.quiet(0.5)
        now = server.census()
        grown = before is not None and any(
            _count(now, what) - _count(before, what) >= leak for what in ("descriptors", "threads", "processes")
        )
        if not grown or time.monotonic() > end:
            return now


def _dead(census: Census, what: str) -> str:
    if what != "processes" or not census.zombies:
        return ""
    return f", {census.zombies:,} of them zombies: they had ended, and nobody had waited for them"


def _count(census: Census, what: str) -> int:
    counts = {"descriptors": census.descriptors, "threads": census.threads, "processes": len(census.processes)}
    return counts[what]
