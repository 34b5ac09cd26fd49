"""A program's output: drained whatever its size, kept at both ends, searched for secrets."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from harness.launch.output import Drain

KEPT = 16 << 10


@contextmanager
def drained(secrets: tuple[bytes, ...] = ()) -> Iterator[tuple[int, Drain]]:
    """The writing end of a pipe and the drain of the other."""
    reading, writing = os.pipe()
    drain = Drain(reading, lambda: None, secrets)
    try:
        yield writing, drain
    finally:
        os.close(reading)


def write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def test_a_little_output_is_kept_whole_in_the_head() -> None:
    with drained() as (writing, drain):
        write(writing, b"hello\n")
        os.close(writing)
        drain.finish()
    output = drain.output()
    assert (output.head, output.tail, output.total) == (b"hello\n", b"", 6)


@pytest.mark.parametrize("size", [KEPT, KEPT + 1, 2 * KEPT, 2 * KEPT + 1, 5 * KEPT])
def test_head_and_tail_are_kept_and_all_is_counted(size: int) -> None:
    data = b"".join(b"%07d\n" % number for number in range(size // 8 + 1))[:size]
    with drained() as (writing, drain):
        write(writing, data)
        os.close(writing)
        drain.finish()
    output = drain.output()
    assert output.head == data[:KEPT]
    assert output.tail == data[KEPT:][-KEPT:]
    assert output.total == size


def test_what_a_dead_program_left_in_the_pipe_is_still_read() -> None:
    with drained() as (writing, drain):
        write(writing, b"last words")
        # finished without an end of file: somebody else may hold the pipe
        drain.finish()
        os.close(writing)
    assert drain.output().head == b"last words"


def test_a_flood_does_not_block_its_writer_and_costs_little_memory() -> None:
    piece = bytes(1 << 20)
    with drained() as (writing, drain):
        for _ in range(12):
            write(writing, piece)
        write(writing, b"the end")
        os.close(writing)
        drain.finish()
    output = drain.output()
    assert output.total == (12 << 20) + 7
    assert (len(output.head), len(output.tail)) == (KEPT, KEPT)
    assert output.tail.endswith(b"the end")


@pytest.mark.parametrize("cut", range(1, 10))
def test_a_secret_is_found_wherever_the_pieces_are_cut(cut: int) -> None:
    with drained((b"peekaboo!!", b"other")) as (writing, drain):
        text = b"noise peekaboo!! noise"
        at = 6 + cut
        write(writing, text[:at])
        until(lambda: drain.output().total == at)
        write(writing, text[at:])
        os.close(writing)
        drain.finish()
    assert drain.leaked == {b"peekaboo!!"}


def test_a_secret_written_byte_by_byte_is_found() -> None:
    with drained((b"secret",)) as (writing, drain):
        for number, byte in enumerate(b"a secret"):
            write(writing, bytes([byte]))
            until(lambda due=number + 1: drain.output().total == due)
        os.close(writing)
        drain.finish()
    assert drain.leaked == {b"secret"}


def test_what_is_no_secret_leaks_nothing() -> None:
    with drained((b"secret",)) as (writing, drain):
        write(writing, b"secre t")
        os.close(writing)
        drain.finish()
    assert drain.leaked == set()


def test_the_watch_is_called_while_nothing_is_written_and_while_much_is() -> None:
    looked = threading.Semaphore(0)
    reading, writing = os.pipe()
    drain = Drain(reading, looked.release)
    assert looked.acquire(timeout=20)
    write(writing, b"x")
    assert looked.acquire(timeout=20)
    os.close(writing)
    drain.finish()
    os.close(reading)


def test_no_descriptor_and_no_thread_is_left() -> None:
    before = len(os.listdir("/proc/self/fd")), threading.active_count()
    with drained() as (writing, drain):
        os.close(writing)
        drain.finish()
    assert (len(os.listdir("/proc/self/fd")), threading.active_count()) == before


def until(condition: object, limit: float = 20.0) -> None:
    assert callable(condition)
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)
