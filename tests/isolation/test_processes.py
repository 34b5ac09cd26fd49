"""What is read of processes in /proc: trees, counts, and names that try to mislead the reader."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from harness.isolation.processes import Census, census, descendants_of, proportional_of, resident_of, socket_inodes

TREE = """
import os, sys, threading, time
child = os.fork()
if child == 0:
    time.sleep(600)
held = [open("/dev/null") for _ in range(7)]
for _ in range(3):
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
print("up", flush=True)
time.sleep(600)
"""


@contextmanager
def started(source: str) -> Iterator[int]:
    command = [sys.executable, "-I", "-S", "-c", source]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process.pid
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def resting(processes: tuple[int, ...]) -> Census:
    """A census taken once all of them wait."""
    end = time.monotonic() + 20
    while (found := census(processes)).busy and time.monotonic() < end:
        time.sleep(0.01)
    return found


def test_a_tree_is_found_from_its_root() -> None:
    with started(TREE) as pid:
        (child,) = descendants_of(pid)
        assert {pid, child} <= set(descendants_of(os.getpid()))
        assert pid not in descendants_of(pid)


def test_a_census_counts_processes_threads_and_descriptors() -> None:
    with started(TREE) as pid:
        before = census((pid,))
        both = census((pid, *descendants_of(pid)))
    assert (len(before.processes), before.threads, len(both.processes), both.threads) == (1, 4, 2, 5)
    # the child was forked before the seven were opened
    assert before.descriptors - (both.descriptors - before.descriptors) == 7


def test_a_tree_that_only_waits_is_not_busy_and_one_that_spins_is() -> None:
    with started(TREE) as pid:
        assert not resting((pid, *descendants_of(pid))).busy
    with started("print(flush=True)\nwhile True: pass") as pid:
        assert census((pid,)).busy


def test_processor_time_is_counted_in_ticks_that_only_grow() -> None:
    with started("print(flush=True)\nwhile True: pass") as pid:
        first = census((pid,)).ticks
        while census((pid,)).ticks <= first:
            pass


@pytest.mark.parametrize("name", [") R 1 1 (", "a b", "x)\\nState: Z", ")"])
def test_the_name_of_a_process_cannot_forge_its_numbers(name: str) -> None:
    source = f"open('/proc/self/comm', 'w').write('{name}')\nprint(flush=True)\nimport time\ntime.sleep(600)"
    with started(source) as pid:
        assert pid in descendants_of(os.getpid())
        assert resting((pid,)).threads == 1


def test_a_process_that_has_gone_counts_as_nothing() -> None:
    with started("print(flush=True)") as pid:
        pass
    found = census((pid,))
    assert (found.threads, found.descriptors, found.ticks) == (0, 0, 0)
    assert (resident_of(pid), proportional_of(pid), socket_inodes(pid)) == (0, 0, frozenset())


def test_the_sockets_of_a_process_are_known_by_inode() -> None:
    with socket.socket() as mine:
        inode = os.fstat(mine.fileno()).st_ino
        assert inode in socket_inodes(os.getpid())
    assert inode not in socket_inodes(os.getpid())


def test_memory_is_told_in_bytes() -> None:
    with started("held = bytearray(64 << 20)\nprint(flush=True)\nimport time\ntime.sleep(600)") as pid:
        assert 64 << 20 < resident_of(pid) < 128 << 20
        assert 64 << 20 < proportional_of(pid) <= resident_of(pid) + (1 << 20)
