"""Ports of a shared network: never the same one for two gradings, and those of a program's own one after the other."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any

import pytest
from apart import apart

from harness.errors import IsolationError
from harness.isolation import namespaces, ports
from harness.isolation.ports import LECTURE_PORTS, Ports


def in_a_network(work: Callable[[], Any]) -> Any:
    """Do ``work`` apart, in a network that is nobody else's."""

    def inside() -> Any:
        if os.getuid():
            namespaces.enter_user_namespace()
        namespaces.fresh_network()
        return work()

    return apart(inside)


def test_two_gradings_at_once_are_never_told_the_same_port() -> None:
    def work() -> list[int]:
        held = Ports()
        mine = [held.draw(23000) for _ in range(3)]
        return [*mine, apart(lambda: Ports().draw(23000))]

    found = in_a_network(work)
    assert len(set(found)) == 4
    assert all(port >= 23000 for port in found)


def test_a_port_on_which_something_listens_is_passed_over() -> None:
    def work() -> list[int]:
        with socket.create_server(("", 24000)):
            return [Ports().draw(24000)]

    assert in_a_network(work) == [24001]


def test_no_program_is_told_a_port_that_others_hard_code() -> None:
    def work() -> list[int]:
        return [Ports().draw(port) for port in LECTURE_PORTS]

    assert not set(in_a_network(work)) & set(LECTURE_PORTS)


def test_a_long_grading_does_not_gather_locks() -> None:
    def work() -> list[int]:
        held = Ports()
        drawn = [held.draw(21000) for _ in range(200)]
        return [len(set(drawn[-50:])), len(os.listdir("/proc/self/fd"))]

    different, descriptors = in_a_network(work)
    assert different == 50
    assert descriptors < 150


def test_who_wants_ports_of_its_own_waits_for_whoever_has_one_of_them() -> None:
    def wait(begun: int, writing: int) -> None:
        os.read(begun, 1)
        with Ports().alone((20000,)):
            os.write(writing, b"second ")

    def work() -> list[str]:
        reading, writing = os.pipe()
        begun, begun_end = os.pipe()
        # before there is a lock: a forked process would hold it, too
        child = os.fork()
        if child == 0:
            try:
                wait(begun, writing)
            finally:
                os._exit(0)
        with Ports().alone((20000, 8080)):
            os.write(begun_end, b"x")
            # the child can only wait, whenever it runs
            os.write(writing, b"first ")
        os.waitpid(child, 0)
        return os.read(reading, 100).decode().split()

    assert in_a_network(work) == ["first", "second"]


def test_ports_that_others_hold_are_not_held_in_part_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_WAIT_LIMIT", 0.0)

    def work() -> str:
        with Ports().alone((25000,)):
            try:
                with Ports().alone((20000, 25000)):
                    return "both"
            except IsolationError as error:
                with Ports().alone((20000,)):
                    return error.what

    assert in_a_network(work).startswith("Another grading holds port 20000 or 25000")


def test_different_ports_do_not_wait_for_each_other() -> None:
    def work() -> str:
        with Ports().alone((20000,)), Ports().alone((25000,)), Ports().alone(()):
            return "at once"

    assert in_a_network(work) == "at once"
