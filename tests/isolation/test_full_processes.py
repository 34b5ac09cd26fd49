"""A program's processes in the full sandbox: what they may, what they inherit, and how all of them end."""

from __future__ import annotations

import os
import re
import secrets
import signal
from pathlib import Path
from typing import Any

import pytest
from apart import apart
from boxes import PREAMBLE, entered, gone_within, probe, processes_with, running, said, status_of

from harness.isolation.processes import descendants_of

DAEMON = """
import os, signal, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        print("daemon", flush=True)
        time.sleep(600)
    os._exit(0)
os.wait()
time.sleep(600)
"""


def fields_of(status: str) -> dict[str, str]:
    return dict(re.findall(r"^(\w+):\s*(.*?)\s*$", status, re.M))


def test_a_program_has_no_capability_and_can_gain_none() -> None:
    found = fields_of(probe("say(open('/proc/self/status').read())"))
    assert {found[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert found["NoNewPrivs"] == "1"


def test_a_program_is_never_root_and_in_no_group_of_its_caller() -> None:
    uids, groups = probe("say([os.getresuid(), [each for each in os.getgroups() if each not in (os.getgid(), 65534)]])")
    assert 0 not in uids
    assert len(set(uids)) == 1
    assert groups == []


def test_a_program_sees_no_process_but_its_own() -> None:
    pids, own = probe("say([[int(each) for each in os.listdir('/proc') if each.isdigit()], os.getpid()])")
    assert sorted(pids) == [1, own]


def test_a_program_cannot_signal_the_harness() -> None:
    source = f"""
try:
    os.kill({os.getpid()}, 0)
    say("signalled")
except ProcessLookupError:
    say("no such process")
"""
    assert probe(source) == "no such process"


def test_a_program_that_kills_all_it_can_ends_only_its_own_processes() -> None:
    source = """
import signal, time
child = os.fork()
if child == 0:
    time.sleep(600)
os.kill(-1, signal.SIGKILL)  # all but itself, and the sandbox's init
say(os.waitpid(child, 0)[1])
"""
    assert probe(source) == signal.SIGKILL


@pytest.mark.parametrize("kind", ["CLONE_NEWUSER", "CLONE_NEWNS", "CLONE_NEWNET", "CLONE_NEWPID"])
def test_a_program_can_take_no_namespace(kind: str) -> None:
    flags = {
        "CLONE_NEWUSER": 0x10000000,
        "CLONE_NEWNS": 0x20000,
        "CLONE_NEWNET": 0x40000000,
        "CLONE_NEWPID": 0x20000000,
    }
    assert probe(f"import ctypes\nsay(ctypes.CDLL(None).unshare({flags[kind]}))") == -1


def test_the_environment_of_the_caller_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREPROOF_TEST_SECRET", "x")
    found = probe("say(dict(os.environ))", env={"GIVEN": "1"})
    assert "WIREPROOF_TEST_SECRET" not in found
    assert found["GIVEN"] == "1"
    assert found["HOME"] == "/home/student"
    assert set(found) <= {"GIVEN", "HOME", "PATH", "PWD", "LC_CTYPE"}


def test_no_descriptor_of_the_harness_reaches_the_program() -> None:
    # the fourth is that of the listing itself
    assert probe("say(sorted(map(int, os.listdir('/proc/self/fd'))))") == [0, 1, 2, 3]


def test_standard_input_is_open_and_silent() -> None:
    assert probe("import select\nsay(select.select([0], [], [], 0.2)[0])") == []


def test_signals_that_the_caller_ignores_have_their_default_in_the_program() -> None:
    def work() -> str:
        # as a background shell and nohup leave them
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGUSR1})
        with running(entered(), "", command=("/bin/cat", "/proc/self/status")) as program:
            return said(program, until=b"nonvoluntary").decode()

    found = fields_of(apart(work))
    # glibc's own two, 32 and 33, are no caller's: where the caller has threads, its posix_spawn(3) leaves them ignored
    ignored = int(found["SigIgn"], 16) & ~(1 << 31 | 1 << 32)
    assert (ignored, int(found["SigBlk"], 16)) == (0, 0)


# Python looks for signals before it blocks: one that comes right after that look would wait for a long sleep to end
DOZE = "while True: time.sleep(0.05)\n"


def test_an_interrupt_reaches_the_program_though_the_caller_ignores_it() -> None:
    def work() -> int:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with running(entered(), PREAMBLE + "import time\nsay(1)\n" + DOZE) as program:
            said(program)
            program.interrupt(signal.SIGINT)
            return status_of(program)

    assert apart(work) in {1, -signal.SIGINT}


def test_an_interrupt_reaches_the_whole_group_of_the_program() -> None:
    source = """
import os, signal, time
def told(number, frame):
    os.write(1, b"told ")
    os._exit(0)
signal.signal(signal.SIGTERM, told)
child = os.fork()
os.write(1, b"up ")
while child == 0:
    time.sleep(0.05)
signal.signal(signal.SIGTERM, lambda *_: (os.wait(), told(0, None)))
os.write(1, b"up ")
"""

    def work() -> str:
        with running(entered(), source + DOZE) as program:
            before = said(program, until=b"up up up ")
            program.interrupt(signal.SIGTERM)
            return (before + said(program, until=b"told told")).decode()

    assert apart(work).count("told") == 2


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        ("raise SystemExit(0)", 0),
        ("raise SystemExit(3)", 3),
        ("raise SystemExit(-1)", 255),
        ("raise SystemExit(128)", 128),
        ("os.kill(os.getpid(), signal.SIGSEGV)", -signal.SIGSEGV),
        ("os.abort()", -signal.SIGABRT),
    ],
)
def test_the_status_of_a_program_is_told_as_the_kernel_has_it(ending: str, status: int) -> None:
    def work() -> int:
        with running(entered(), f"import os, signal\n{ending}") as program:
            return status_of(program)

    assert apart(work) == status


def test_a_daemon_that_ignores_every_signal_is_gone_after_kill() -> None:
    mark = f"WIREPROOF_TEST_{secrets.token_hex(8)}"

    def work() -> list[int]:
        with running(entered(), DAEMON, env={mark: "1", "PYTHONUNBUFFERED": "1"}) as program:
            said(program, until=b"daemon")
            alive = len(processes_with(mark))
        return [alive, len(processes_with(mark)), len(descendants_of(os.getpid()))]

    alive, *left = apart(work)
    assert alive >= 2
    assert left == [0, 0]


def test_what_outlives_the_main_process_is_still_the_programs() -> None:
    source = DAEMON.replace("os.wait()\ntime.sleep(600)", "os.wait()\nraise SystemExit(4)")

    def work() -> list[Any]:
        with running(entered(), source) as program:
            said(program, until=b"daemon")
            status = status_of(program)
            outlived = len(program.processes())
        return [status, outlived, len(descendants_of(os.getpid()))]

    assert apart(work) == [4, 1, 0]


def test_kill_leaves_no_zombie() -> None:
    def work() -> list[str]:
        isolation = entered()
        for _ in range(3):
            with running(isolation, DAEMON) as program:
                said(program, until=b"daemon")
        children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
        return children.read_text().split()

    assert apart(work) == []


def test_a_program_dies_with_a_harness_that_is_killed() -> None:
    mark = f"WIREPROOF_TEST_{secrets.token_hex(8)}"

    def work() -> list[bool]:
        reading, writing = os.pipe()
        harness = os.fork()
        if harness == 0:
            with running(entered(), DAEMON, env={mark: "1", "PYTHONUNBUFFERED": "1"}) as program:
                os.write(writing, said(program, until=b"daemon"))
                signal.pause()
        os.read(reading, 100)
        alive = bool(processes_with(mark))
        os.kill(harness, signal.SIGKILL)
        return [alive, gone_within(mark)]

    assert apart(work) == [True, True]


def test_a_sandbox_that_cannot_start_its_program_says_so_and_leaves_nothing() -> None:
    def work() -> list[Any]:
        with running(entered(), "", command=("/nowhere/to/be/found",)) as program:
            return [status_of(program), said(program).decode()]

    status, words = apart(work)
    assert status == 1
    assert "/nowhere/to/be/found" in words
