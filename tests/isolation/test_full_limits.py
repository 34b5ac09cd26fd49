"""How much a program in the full sandbox may use: disk, processes, descriptors, memory."""

from __future__ import annotations

import errno
import secrets
import time
from typing import Any

import pytest
from apart import apart
from boxes import PREAMBLE, entered, probe, processes_with, running, said, status_of
from isolation.containers import become_ordinary

from harness.isolation.limits import MIB, Limits, MemoryWatch

FILL = """
import os
def fill(place, piece=1 << 20):
    size = 0
    try:
        with open(os.path.join(place, "filler"), "wb", buffering=0) as stream:
            while True:
                size += stream.write(bytes(piece))
    except OSError as error:
        return [error.errno, size]
"""


@pytest.mark.parametrize("place", [".", "/tmp", "/dev/shm", "/home/student"])
def test_each_folder_that_a_program_may_write_is_bounded(place: str) -> None:
    number, size = probe(FILL + f"say(fill({place!r}))", limits=Limits(disk=4 * MIB, file_size=512 * MIB))
    assert number == errno.ENOSPC
    assert size <= 16 * MIB


def test_a_file_grows_no_larger_than_its_limit() -> None:
    number, size = probe(FILL + "say(fill('/tmp'))", limits=Limits(disk=8 * MIB, file_size=MIB))
    assert (number, size) == (errno.EFBIG, MIB)


def test_the_number_of_files_is_bounded() -> None:
    source = """
count = 0
try:
    while True:
        open(f"file{count}", "w").close()
        count += 1
except OSError as error:
    say([error.errno, count])
"""
    number, count = probe(source)
    assert number == errno.ENOSPC
    assert count <= 20_000


def test_descriptors_are_bounded() -> None:
    source = """
held = []
try:
    while True:
        held.append(os.open("/dev/null", os.O_RDONLY))
except OSError as error:
    say([error.errno, len(held)])
"""
    assert probe(source, limits=Limits(descriptors=64)) == [errno.EMFILE, 61]


def test_processes_are_bounded_and_the_bound_cannot_be_raised() -> None:
    source = """
import resource, time
limit = resource.getrlimit(resource.RLIMIT_NPROC)
try:
    resource.setrlimit(resource.RLIMIT_NPROC, (1000, 1000))
    raised = True
except (OSError, ValueError):
    raised = False
count = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(600)
        count += 1
except OSError as error:
    say([list(limit), raised, error.errno, count])
time.sleep(600)
"""
    limit, raised, number, count = probe(source, limits=Limits(processes=40))
    assert (limit, raised, number) == ([40, 40], False, errno.EAGAIN)
    assert count < 40


def test_two_sandboxes_do_not_share_the_bound_on_processes() -> None:
    source = (
        PREAMBLE
        + """
import time
for _ in range(20):
    if os.fork() == 0:
        time.sleep(600)
say("up")
time.sleep(600)
"""
    )

    def work() -> str:
        # as root the programs of one grading share a user id, and it starts one at a time
        become_ordinary()
        isolation = entered()
        with (
            running(isolation, source, limits=Limits(processes=30)) as first,
            running(isolation, source, limits=Limits(processes=30)) as second,
        ):
            return said(first).decode() + said(second).decode()

    assert apart(work) == '"up"\n"up"\n'


def test_a_fork_bomb_ends_and_leaves_nothing() -> None:
    mark = f"WIREPROOF_TEST_{secrets.token_hex(8)}"
    source = """
import os, time
print("go", flush=True)
while True:
    try:
        os.fork()
    except OSError:
        time.sleep(0.01)
"""

    def work() -> list[Any]:
        isolation = entered()
        with running(isolation, source, env={mark: "1"}, limits=Limits(processes=200)) as program:
            said(program)
            end = time.monotonic() + 20
            while len(program.processes()) < 100 and time.monotonic() < end:
                time.sleep(0.01)
            many = len(program.processes())
        with running(isolation, PREAMBLE + "say('the next one runs')") as program:
            after = said(program).decode()
        return [many, len(processes_with(mark)), after]

    many, left, after = apart(work)
    assert 100 <= many <= 200
    assert left == 0
    assert after == '"the next one runs"\n'


def test_a_thread_bomb_is_bounded_too() -> None:
    source = """
import threading
gate = threading.Event()
count = 0
try:
    while count < 500:
        threading.Thread(target=gate.wait, daemon=True).start()
        count += 1
except RuntimeError:
    pass
say(count)
os._exit(0)
"""
    assert probe(source, limits=Limits(processes=64)) < 64


def test_no_core_is_dumped() -> None:
    assert probe("import resource\nsay(resource.getrlimit(resource.RLIMIT_CORE))") == [0, 0]


def test_address_space_and_stack_are_left_alone() -> None:
    source = """
import mmap, resource
reserved = mmap.mmap(-1, 8 << 30)
say(resource.getrlimit(resource.RLIMIT_STACK)[0])
"""
    stack = probe(source)
    assert stack == -1 or stack >= 8 * MIB


def test_the_memory_watch_sees_a_hog_and_strike_ends_it() -> None:
    source = "import time\nheld = bytearray(80 << 20)\nprint(1, flush=True)\ntime.sleep(600)"

    def work() -> list[Any]:
        with running(entered(), source) as program:
            said(program)
            watch = MemoryWatch(program.processes, 64 * MIB)
            seen = watch.look()
            program.strike()
            return [seen, watch.exceeded, status_of(program)]

    seen, exceeded, status = apart(work)
    assert seen
    assert exceeded > 64 * MIB
    assert status == -9


def test_the_memory_watch_counts_shared_pages_once() -> None:
    # 80 MiB in each of five processes, but the same 80 MiB
    source = """
import os, time
held = bytearray(80 << 20)
for _ in range(4):
    if os.fork() == 0:
        time.sleep(600)
print(1, flush=True)
time.sleep(600)
"""

    def work() -> bool:
        with running(entered(), source) as program:
            said(program)
            return MemoryWatch(program.processes, 200 * MIB).look()

    assert apart(work) is False


def test_memory_of_several_processes_is_added_up() -> None:
    source = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        held = bytearray(40 << 20)
        print(1, flush=True)
        time.sleep(600)
time.sleep(600)
"""

    def work() -> bool:
        with running(entered(), source) as program:
            for _ in range(4):
                said(program, limit=20)
                if MemoryWatch(program.processes, 100 * MIB).look():
                    return True
            return False

    assert apart(work) is True
