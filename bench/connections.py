"""The harness's clients against others: connections opened, held and echoed a second, one server for all.

Owns what is measured and how it is printed. Each client does the same: it opens the connections one after the
other, each with an echo, then sends 24 bytes on all of them and waits for all answers, round after round.
"""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from temporary import temporary

from harness.exchange.loop import Peers
from harness.exchange.transcript import Transcript

HERE = Path(__file__).parent
COUNTS = (1000, 5000)
ROUNDS = 20
MESSAGE = b"twenty-four bytes, no 25"
SPARE = 100

Address = tuple[str, int]
Seconds = tuple[float, float]
Client = Callable[[Address, int], Seconds]


def ours(address: Address, count: int) -> Seconds:
    """``harness.exchange``, with its transcript: seconds for opening, and for all rounds."""
    with Peers(Transcript(), limit=60.0) as peers:
        began = time.perf_counter()
        clients = []
        for _ in range(count):
            clients.append(peers.connect(address))
            clients[-1].send(MESSAGE)
            clients[-1].receive(len(MESSAGE))
        opened = time.perf_counter()
        for turn in range(2, ROUNDS + 2):
            due = turn * len(MESSAGE)
            for each in clients:
                each.send(MESSAGE)
            peers.wait(lambda due=due: all(len(each.received) >= due for each in clients))  # type: ignore[misc]  # a default binds the loop's variable
        done = time.perf_counter()
        peers.reset_all()
    return opened - began, done - opened


def with_asyncio(address: Address, count: int) -> Seconds:
    """The same with asyncio's streams."""
    return asyncio.run(_asyncio(address, count))


async def _asyncio(address: Address, count: int) -> Seconds:
    began = time.perf_counter()
    clients = []
    for _ in range(count):
        reader, writer = await asyncio.open_connection(*address)
        writer.write(MESSAGE)
        await reader.readexactly(len(MESSAGE))
        clients.append((reader, writer))
    opened = time.perf_counter()
    for _ in range(ROUNDS):
        for _, writer in clients:
            writer.write(MESSAGE)
        for reader, _ in clients:
            await reader.readexactly(len(MESSAGE))
    done = time.perf_counter()
    for _, writer in clients:
        writer.transport.abort()
    return opened - began, done - opened


def with_c(client: Path) -> Client:
    """The same in C, with epoll."""

    def run(address: Address, count: int) -> Seconds:
        command = [str(client), str(address[1]), str(count), str(ROUNDS), MESSAGE.decode()]
        opening, rounds = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        return float(opening), float(rounds)

    return run


@contextmanager
def served(command: list[str]) -> Iterator[Address]:
    """A server that prints its port."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None, "it was asked for"
        try:
            yield "127.0.0.1", int(server.stdout.readline())
        finally:
            server.kill()


def compiled(name: str, folder: Path) -> Path | None:
    """The program ``name``.c beside this file; nothing without a compiler."""
    if not shutil.which("gcc"):
        return None
    program = folder / name
    subprocess.run(["gcc", "-O2", "-o", str(program), str(HERE / f"{name}.c")], check=True)
    return program


def main() -> None:
    """Print a table for each number of connections that this machine allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with temporary() as folder:
        server, client = (compiled(name, folder) for name in ("echo_server", "echo_client"))
        command = [str(server)] if server else [sys.executable, str(HERE.parent / "reference" / "event_loop.py")]
        clients: dict[str, Client] = {"harness.exchange": ours, "asyncio streams": with_asyncio}
        clients |= {"C, epoll": with_c(client)} if client else {}
        print(f"server: {'C, epoll' if server else 'reference/event_loop.py'}; {os.cpu_count()} processors")
        for count in COUNTS:
            table(command, clients, count)


def table(command: list[str], clients: dict[str, Client], count: int) -> None:
    """One line a client, each against a fresh server."""
    print(f"\n{f'{count:,} connections':<22}{'opened a second':>17}{'echoes a second':>17}{'processor µs an echo':>22}")
    for name, run in clients.items():
        before = processor_time()
        with served(command) as address:
            opening, rounds = run(address, count)
            spent = processor_time() - before
        each = 1e6 * spent / (count * (ROUNDS + 1))
        print(f"{name:<22}{count / opening:>17,.0f}{count * ROUNDS / rounds:>17,.0f}{each:>22.1f}")


def processor_time() -> float:
    """Seconds that this process and its ended children spent: the clients', while the server still runs."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
