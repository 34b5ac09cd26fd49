"""What every server must do, whatever it serves: start, stop, restart, rest, free, keep secrets.

Owns the requirements of every server, but for what it keeps of clients that have gone. They look at the process from
outside; what is said on its sockets is the dialect's affair.
"""

from __future__ import annotations

import signal
import time
from random import Random

import pytest

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.isolation.processes import TICKS
from harness.launch.kit import Kit
from harness.launch.readiness import StartFailure
from harness.launch.server import Server
from harness.requirement import MUST, SHOULD, Dialect, requirement
from suites.shared.dialects import await_or_quiet, start_again_if_ended
from suites.shared.leaks import frees

STOP_LIMIT = 3.0
LISTENED_NO_MORE = "listened no more"
SILENT_CLIENTS = 20
BUSY_SHARE = 0.05
# of a second in which the program was kept waiting all the time, nothing is known
LEAST_COUNTED = 0.1


@requirement("starts", MUST)
def starts(server: Server) -> None:
    """Start, and listen within 10 s.

    Why: nothing else can be tried before clients can reach the server.

    Source: lecture, every server; listen(2), bind(2)
    """
    # a Listener listens before it looks at its key, and what is wrong with that ends it a moment later
    server.quiet(1.0)
    if not server.listening():
        raise Unmet(
            sent="Nothing: your server was started and waited for.",
            expected="A socket that listens, and goes on listening.",
            observed=f"Your server listened on port {server.listener.port} and then no longer did.",
        )


@requirement("stops", MUST, needs=("starts",), ends_program=True)
def stops(server: Server, peers: Peers, dialect: Dialect, draw: Random) -> None:
    """Exit within 3 s of SIGTERM, even with clients connected.

    Why: service managers and containers end a server by SIGTERM, and kill what does not obey.

    Source: lecture, every server; signal(7)
    """
    _exits_on(signal.SIGTERM, server, peers, dialect, draw)


@requirement("interrupts", SHOULD, needs=("starts",), ends_program=True)
def interrupts(server: Server, peers: Peers, dialect: Dialect, draw: Random) -> None:
    """Exit within 3 s of Ctrl-C, even with clients connected.

    Why: whoever runs the server in a terminal ends it by Ctrl-C, which is SIGINT.

    Source: lecture, every server; Python documentation, signal
    """
    _exits_on(signal.SIGINT, server, peers, dialect, draw)


def _exits_on(number: signal.Signals, server: Server, peers: Peers, dialect: Dialect, draw: Random) -> None:
    clients = dialect.engage(server, peers, draw)
    # a signal between the last look and the blocking call waits for the next event, in Python at least
    server.quiet(2.0)
    server.interrupt(number)
    if not server.gone_within(STOP_LIMIT):
        if server.ended():
            left = "its process was gone, but something still listened"
        else:
            left = "it was still running" if server.listening() else f"it was still running, and {LISTENED_NO_MORE}"
        raise Unmet(
            sent=f"{number.name} to your server's process group{clients}.",
            expected="Your server exits within 3 s.",
            observed=f"3 s later {left}.",
            late=True,
        )


@requirement("restarts", SHOULD, needs=("starts",))
def restarts(server: Server, peers: Peers, dialect: Dialect, draw: Random) -> None:
    """Start again at once on the same port after a crash.

    Why: connections of the crashed server linger in TIME_WAIT for a minute and hold the port, unless the server
    sets SO_REUSEADDR before it binds.

    Source: Python documentation, socket, "Timeouts and…" example on SO_REUSEADDR; RFC 9293 section 3.4.2; socket(7)
    """
    port, known = server.listener.port, server.port_is_known
    dialect.engage(server, peers, draw)
    sent = "SIGKILL with three clients connected, then a second start on the same port."
    try:
        server.again()
    except StartFailure as failure:
        raise Unmet(
            sent=sent,
            expected=f"Your server listens on port {port} again.",
            observed=failure.observed,
            late=failure.late,
        ) from None
    if server.listener.port != port and not (known or server.port_is_known):
        pytest.skip("Your server takes a new port at each start, so no earlier connection can hold it.")
    if server.listener.port != port:
        raise Unmet(
            sent=sent,
            expected=f"Your server listens on port {port} again.",
            observed=f"It listened on port {server.listener.port} instead.",
        )


@requirement("idles", MUST, needs=("starts",), waits=True)
def idles(server: Server, peers: Peers, dialect: Dialect, draw: Random) -> None:
    """Use no processor time while there is nothing to do.

    Why: a server that asks again and again whether something came keeps a whole core busy; blocking calls, select
    and selectors wait for free.

    Source: lecture, Event Driven I/O; select(2)
    """
    clients = 0
    if dialect.transport == "tcp":
        # one that has been served and stays: what a server waits for of such a client may be another thing
        dialect.served(peers, server.address, draw, 1.0)
        start_again_if_ended(server, peers)
        clients = _begin_in_silence(server, peers)
    hold_idle(server, peers, f"with {clients} silent clients" if clients else "")


def hold_idle(server: Server, peers: Peers, company: str) -> None:
    """Hold that in one of five seconds in which nothing comes next to no processor time goes.

    The time for which the program was ready to run and had no processor is not counted: a busy machine has so little
    to give that a loop which never rests would pass.
    """
    shares, kept_waiting = [], False
    for _ in range(5):
        ticks, waited, began = server.census().ticks, server.delayed(), time.monotonic()
        peers.wait(lambda: False, 1.0)
        spent, delayed = (server.census().ticks - ticks) / TICKS, server.delayed() - waited
        elapsed = time.monotonic() - began
        shares.append(spent / max(elapsed - delayed, elapsed * LEAST_COUNTED))
        kept_waiting |= spent / elapsed < BUSY_SHARE
        if shares[-1] < BUSY_SHARE:
            return
    raise Unmet(
        sent=f"Nothing for five seconds{f', {company}' if company else ''}.",
        expected="Less than 5 % of one processor in at least one of the five seconds.",
        observed=f"{', '.join(f'{share:.0%}' for share in shares)} of one processor"
        f"{', of the time for which it was not kept waiting for one' if kept_waiting else ''}.",
    )


def _begin_in_silence(server: Server, peers: Peers) -> int:
    """Connect clients that say nothing, as many as are taken; one left waiting by a full backlog is no fault."""
    clients: list[StreamPeer] = []
    for _ in range(SILENT_CLIENTS):
        peer = peers.open(server.address)
        clients.append(peer)
        if not await_or_quiet(server, peers, lambda peer=peer: peer.connected or peer.over, 1.0):  # type: ignore[misc]  # a default binds the loop's variable
            break
    return len(clients)


@requirement("logs-nothing-secret", SHOULD, needs=("starts",), ends_program=True)
def logs_nothing_secret(server: Server, peers: Peers, dialect: Dialect, draw: Random, kit: Kit) -> None:
    """Write no key to the output.

    Why: output ends up in log files, which more people read than may know a key.

    Source: Python documentation, logging; RFC 9325 section 7
    """
    dialect.served(peers, server.address, draw, 1.0)
    peers.close_all()
    if dialect.strangers:
        # what is logged of a refusal often says what had been expected
        server.quiet(1.0)
        dialect.intrude(peers, server.address, draw, reset=False)
    server.quiet(1.0)
    server.stop()
    leaked = server.leaked()
    if leaked:
        what = "the authkey" if kit.authkey.encode() in leaked else "a part of a private key"
        raise Unmet(
            sent=f"One client's message{', and a stranger who was refused' if dialect.strangers else ''}.",
            expected="Output that holds neither the authkey nor a private key.",
            observed=f"Your server wrote {what} to its output.",
        )


FIRST = (starts,)
LAST_OF_DATAGRAM_SERVERS = (idles, frees, logs_nothing_secret, stops, interrupts)
# restarts comes last: where networks are shared, its TIME_WAIT would be in the way of the next start
LAST = (*LAST_OF_DATAGRAM_SERVERS, restarts)
