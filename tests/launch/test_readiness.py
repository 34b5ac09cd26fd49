"""When a program counts as started, which of its listeners is meant, and what is said where none comes."""

from __future__ import annotations

import time
from typing import Any

import pytest
from apart import apart
from launch.benches import server, workbench

from harness.isolation.processes import Census
from harness.launch.listeners import Listener
from harness.launch.readiness import StartFailure, Wanted, await_listener, await_quiet, best, ended_in_words

LISTEN = """
import os, socket, time
def listen(port, host=""):
    return socket.create_server((host, port))
PORT = int(os.environ["PORT"])
"""


def found(source: str, transport: str = "tcp", **program: Any) -> list[Any]:
    """Address, port, and the port that was told, of a program that was started."""

    def work() -> list[Any]:
        with server(LISTEN + source, **program) as life:
            life.transport = transport  # type: ignore[assignment]  # one of two words
            life.start()
            return [life.listener.address, life.listener.port, life.running.port, life.port_is_known]

    answer = apart(work)
    assert isinstance(answer, list)
    return answer


def failure(source: str, limit: float = 10.0, **program: Any) -> list[Any]:
    """What is observed of a program that does not come to listen, and after how many seconds."""

    def work() -> list[Any]:
        with workbench(LISTEN + source, **program) as bench, bench.started() as running:
            began = time.monotonic()
            try:
                await_listener(running.sandbox, Wanted("tcp", (running.port,)), limit)
            except StartFailure as failed:
                return [failed.observed, failed.late, time.monotonic() - began]
            raise AssertionError("it was found to listen")

    answer = apart(work)
    assert isinstance(answer, list)
    return answer


def test_the_port_it_was_told_is_found() -> None:
    address, port, told, known = found("s = listen(PORT)\ntime.sleep(600)")
    assert (address, known) == ("0.0.0.0", True)
    assert port == told


def test_a_port_that_stands_in_the_source_is_found() -> None:
    assert found("s = listen(20000)\ntime.sleep(600)", ports=(20000,))[1::2] == [20000, True]


def test_a_port_that_is_computed_is_found_too() -> None:
    assert found("s = listen(19999 + 1)\ntime.sleep(600)")[1::2] == [20000, False]


def test_the_port_of_a_manifest_is_known() -> None:
    assert found("s = listen(19999 + 1)\ntime.sleep(600)", port=20000)[1::2] == [20000, True]


def test_of_several_listeners_the_one_on_the_told_port_wins() -> None:
    source = "a, b, c = listen(1), listen(PORT), listen(40000)\ntime.sleep(600)"
    _, port, told, _ = found(source, ports=(40000,))
    assert port == told


def test_of_several_listeners_the_one_that_comes_later_on_the_told_port_wins() -> None:
    source = "a = listen(1)\ntime.sleep(0.05)\nb = listen(PORT)\ntime.sleep(600)"
    _, port, told, _ = found(source)
    assert port == told


def test_a_listener_of_a_child_process_is_the_programs() -> None:
    _, port, told, _ = found("if os.fork() == 0:\n    s = listen(PORT)\ntime.sleep(600)")
    assert port == told


def test_a_listener_of_a_daemon_whose_parent_has_gone_is_the_programs() -> None:
    source = "if os.fork() == 0:\n    os.setsid()\n    s = listen(PORT)\n    time.sleep(600)"
    _, port, told, _ = found(source)
    assert port == told


def test_a_listener_on_another_port_of_a_program_that_never_rests_is_found() -> None:
    assert found("s = listen(19999 + 1)\nwhile True: pass")[1] == 20000


def test_a_bound_datagram_socket_is_ready() -> None:
    source = "s = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', PORT))\ntime.sleep(600)"
    _, port, told, _ = found(source, "udp")
    assert port == told


def test_a_datagram_socket_is_no_tcp_listener() -> None:
    source = "s = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', PORT))\ntime.sleep(600)"
    observed, late, _ = failure(source, limit=0.5)
    assert "listening on UDP port" in observed
    assert "on no TCP port" in observed
    assert late


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("raise SystemExit(3)", "exited with status 3"),
        ("pass", "exited with status 0"),
        ("raise SystemExit(-1)", "exited with status 255"),
        ("os.kill(os.getpid(), 11)", "was killed by SIGSEGV"),
        ("1 / 0", "exited with status 1"),
    ],
)
def test_a_program_that_ends_fails_at_once_and_says_how(ending: str, words: str) -> None:
    observed, late, seconds = failure(ending, limit=60)
    assert f"Your server {words}" in observed
    assert "before it listened" in observed
    assert not late
    assert seconds < 30


def test_a_program_that_only_runs_is_late() -> None:
    observed, late, seconds = failure("time.sleep(600)", limit=0.3)
    assert "was running but listened on no TCP port" in observed
    assert late
    assert seconds >= 0.3


def test_an_interpreter_that_cannot_be_found_is_the_programs_failure() -> None:
    observed, late, _ = failure("", command=("no-such-interpreter", "main.py"))
    assert "exited with status 1" in observed
    assert not late


@pytest.mark.parametrize(
    ("status", "words"),
    [(0, "exited with status 0"), (-9, "was killed by SIGKILL"), (-33, "was killed by signal 33")],
)
def test_an_end_is_told_in_words(status: int, words: str) -> None:
    assert ended_in_words(status) == words


def listener(port: int, address: str = "0.0.0.0") -> Listener:
    return Listener("tcp", address, port, inode=port)


def test_believed_ports_beat_others_in_their_order() -> None:
    wanted = Wanted("tcp", (21000, 20000))
    assert best([listener(1), listener(20000), listener(21000)], wanted).port == 21000
    assert best([listener(1), listener(20000)], wanted).port == 20000
    assert best([listener(9), listener(8)], wanted).port == 8


def test_ipv4_beats_ipv6_on_the_same_port() -> None:
    wanted = Wanted("tcp", ())
    assert best([listener(7, "::1"), listener(7, "127.0.0.1")], wanted).address == "127.0.0.1"


def census(ticks: int, *, busy: bool = False) -> Census:
    return Census(processes=(1,), threads=1, descriptors=3, ticks=ticks, zombies=0, busy=busy)


def test_quiet_is_neither_running_nor_spending_time() -> None:
    assert await_quiet(lambda: census(5), limit=5)
    assert not await_quiet(lambda: census(5, busy=True), limit=0.2)
    ticks = iter(range(10_000))
    assert not await_quiet(lambda: census(next(ticks)), limit=0.2)
