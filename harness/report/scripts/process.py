"""What only shows where the program is started by the script: how it starts, ends, rests and frees.

Owns the steps of each. A program is talked to by ``visit``, whatever it speaks.
"""

from __future__ import annotations

import signal
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

from harness.report.scripts.plain import greet
from harness.report.scripts.program import HOST, TICKS, Flaw, NotStarted, Program
from harness.report.scripts.stream import Exchange

STOP_LIMIT = 3.0
BUSY = 0.05
CROWD = 100
# no TLS record, and in multiprocessing.connection a wrong answer to the challenge
STRANGE = struct.pack("!i", 16) + b"some other words"


def visit(program: Program, reset: bool = False) -> bool:
    """A client that comes, says a word, and goes; whether it was answered within a second."""
    with connection(program) as link, suppress(OSError):
        if reset and not program.udp:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        greet(program, link).close()
        return True
    return False


def connection(program: Program) -> socket.socket:
    """A socket connected to the program, with a time limit of a second."""
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if program.udp else socket.SOCK_STREAM)
    link.settimeout(1.0)
    with suppress(OSError):
        link.connect((HOST, program.port))
    return link


def starts(program: Program) -> None:
    """It goes on listening."""
    time.sleep(1.0)
    if not program.ports():
        raise Flaw("It listened, and a second later it no longer did.")


def stops(program: Program) -> None:
    """It ends within three seconds of SIGTERM."""
    _ends_on(program, signal.SIGTERM)


def interrupts(program: Program) -> None:
    """It ends within three seconds of SIGINT."""
    _ends_on(program, signal.SIGINT)


def _ends_on(program: Program, number: signal.Signals) -> None:
    clients = _company(program)
    # a program that still has something to do looks at what the signal left behind
    time.sleep(0.5)
    program.signal(number)
    end = time.monotonic() + STOP_LIMIT
    while not program.gone() and time.monotonic() < end:
        time.sleep(0.02)
    ended = program.gone()
    for client in clients:
        client.close()
    if not ended:
        raise Flaw(f"{STOP_LIMIT:.0f} s after {number.name} it was still there.")


def _company(program: Program) -> list[socket.socket]:
    """Three clients that stay, the first of them served."""
    if program.udp:
        visit(program)
        return []
    first = connection(program)
    with suppress(OSError):
        first = greet(program, first)
    return [first, connection(program), connection(program)]


def restarts(program: Program) -> None:
    """It starts on the same port again at once, after it was killed with clients connected."""
    clients, port = _company(program), program.port
    program.kill()
    for client in clients:
        client.close()
    try:
        program.start()
    except NotStarted as failure:
        raise Flaw(f"Started again, {failure}") from None
    if program.port != port:
        raise Flaw(f"Started again, it listened on port {program.port} instead of {port}.")


def idles(program: Program) -> None:
    """It uses next to no processor time in one of five seconds in which nothing comes."""
    clients = [] if program.udp else [connection(program) for _ in range(3)]
    shares = []
    for _ in range(5):
        before, began = program.count().ticks, time.monotonic()
        time.sleep(1.0)
        shares.append((program.count().ticks - before) / TICKS / (time.monotonic() - began))
        if shares[-1] < BUSY:
            break
    for client in clients:
        client.close()
    if shares[-1] >= BUSY:
        raise Flaw(f"It used {', '.join(f'{share:.0%}' for share in shares)} of one processor, a second each.")


def frees(program: Program) -> None:
    """It holds no more, however many clients and strangers have come and gone."""
    if not visit(program):
        raise Flaw("The first client was not served.")
    _hold_freed(program, visit, "clients")
    if program.shakes_hands:
        _hold_freed(program, _intrude, "strangers")


def _hold_freed(program: Program, come_and_go: Callable[[Program, bool], bool], told: str) -> None:
    counts = [_settled(program)]
    for _ in range(3):
        for number in range(CROWD):
            if not come_and_go(program, bool(number % 2)) and not program.ports():
                raise Flaw("It no longer listens.")
        counts.append(_settled(program))
    for place, what in enumerate(("descriptors", "threads", "processes")):
        numbers = [count[place] for count in counts]
        if all(after - before >= CROWD // 10 for before, after in pairwise(numbers)):
            raise Flaw(f"{', then '.join(map(str, numbers))} {what} after each {CROWD} {told}.")


def _intrude(program: Program, reset: bool) -> bool:
    """A stranger, who says what opens no session, and goes at once or when it is shown the door."""
    with connection(program) as link, suppress(OSError):
        link.settimeout(0.05)
        link.sendall(STRANGE)
        if not reset:
            link.recv(64)
    return True


def _settled(program: Program) -> tuple[int, int, int]:
    """What it holds once it has had time to clear away."""
    time.sleep(1.0)
    count = program.count()
    return count.descriptors, count.threads, count.processes


def logs_nothing_secret(program: Program) -> None:
    """It writes neither its AUTHKEY nor a private key."""
    visit(program)
    if program.shakes_hands:
        _intrude(program, False)
    time.sleep(0.5)
    program.kill()
    output = program.output()
    if program.env["AUTHKEY"] in output:
        raise Flaw("It wrote its AUTHKEY.")
    for name in ("server_key.pem", "client_key.pem"):
        with suppress(OSError):
            lines = (program.folder / name).read_text().splitlines()
            if any(len(line) > 40 and line in output for line in lines):
                raise Flaw(f"It wrote a part of {name}.")


def one_thread(program: Program) -> None:
    """It has no more threads or processes with fifty clients than with one."""
    exchange = Exchange(HOST, program.port, False, program)
    exchange.crowd(1)
    before = program.count()
    exchange.crowd(50)
    after = program.count()
    exchange.leave()
    if (after.threads, after.processes) > (before.threads, before.processes):
        raise Flaw(f"{before.threads} threads with one client, {after.threads} with fifty.")


def connection_burst(program: Program) -> None:
    """The kernel holds 32 connections for it while it is stopped."""
    program.signal(signal.SIGSTOP)
    clients = []
    for _ in range(32):
        link = socket.socket()
        link.setblocking(False)
        link.connect_ex((HOST, program.port))
        clients.append(link)
    time.sleep(2.0)
    held = sum(_connected(link) for link in clients)
    program.signal(signal.SIGCONT)
    for link in clients:
        link.close()
    if held < len(clients):
        raise Flaw(f"{held} of {len(clients)} connections were held while it was stopped.")


def _connected(link: socket.socket) -> bool:
    try:
        link.getpeername()
    except OSError:
        return False
    return True


def serves_udp(program: Program) -> None:
    """It answers a datagram on the port on which it listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.settimeout(3.0)
        link.connect((HOST, program.port))
        try:
            link.send(b"hello")
            answer = link.recv(64)
        except OSError as failure:
            raise Flaw(f"A datagram was not answered: {failure}.") from None
    if answer != b"hello":
        raise Flaw(f"A datagram was answered by {answer!r}.")


SCENES: dict[str, Callable[[Program], None]] = {
    "starts": starts,
    "stops": stops,
    "interrupts": interrupts,
    "restarts": restarts,
    "idles": idles,
    "frees": frees,
    "logs-nothing-secret": logs_nothing_secret,
    "one-thread": one_thread,
    "connection-burst": connection_burst,
    "serves-udp": serves_udp,
}
"""What is tried, by the name of the requirement."""


def carry_out(
    record: dict[str, Any],
    host: str,  # noqa: ARG001 - as all do
    port: int,  # noqa: ARG001
    program: Program | None,
    patience: int,  # noqa: ARG001
) -> None:
    """Try what was recorded. Raises ``Flaw``."""
    if program:
        SCENES[record["scene"]](program)
