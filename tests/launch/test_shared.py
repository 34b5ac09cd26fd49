"""A shared network: which ports are a program's own, and what is told of them when it could not be started."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from isolation.test_ports import in_a_network
from launch.benches import tree

from harness.errors import IsolationError
from harness.launch import shared
from harness.launch.listeners import lingering
from harness.launch.shared import (
    NotHere,
    await_clear,
    closed_ports,
    hold_free,
    hold_open,
    hold_served,
    own_ports,
    relies_on_bundle,
)
from harness.model import Output, Program


def test_a_programs_own_ports_are_those_it_names_without_the_sizes_of_buffers() -> None:
    program = Program(name="tcp-echo", path="x", command=(), port=7777, ports=(20000, 8192, 1024, 9999))
    assert own_ports(program) == {7777, 20000, 9999}


def test_low_ports_are_closed_in_a_fresh_network() -> None:
    assert in_a_network(lambda: closed_ports((20000, 443, 80, 1024))) == [80, 443]


def test_a_server_that_was_kept_from_its_low_port_is_not_to_be_tried_here() -> None:
    def work() -> list[str]:
        found = []
        for said in (b"PermissionError: [Errno 13] Permission denied", b"", b"SyntaxError: invalid syntax"):
            try:
                hold_open((80, 20000), Output(head=said))
                found.append("well")
            except NotHere as reason:
                found.append(str(reason))
        return found

    denied, silent, other = in_a_network(work)
    assert "listen on port 80" in denied
    assert denied == silent
    assert other == "well"


def test_a_listener_of_somebody_else_is_the_machines_fault() -> None:
    def work() -> list[str]:
        found = []
        with socket.create_server(("127.0.0.1", 20000)):
            hold_free((20000,), "udp")
            hold_free((25000,), "tcp")
            try:
                hold_free((25000, 20000), "tcp", "udp")
            except IsolationError as error:
                found.append(error.what)
        hold_free((20000,), "tcp", "udp")
        return found

    (what,) = in_a_network(work)
    assert what.startswith("Port 20000")


def test_a_client_is_not_served_on_a_low_port_that_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "closed_ports", lambda _: (443,))
    monkeypatch.setattr(shared, "holds", lambda _: False)
    with pytest.raises(NotHere, match="443"):
        hold_served((443,))
    monkeypatch.setattr(shared, "holds", lambda _: True)
    hold_served((443,))


def test_a_connection_that_its_server_ended_first_lingers_unless_it_is_reset() -> None:
    def end(port: int, linger: bytes) -> bool:
        with socket.create_server(("127.0.0.1", port)) as server:
            client = socket.create_connection(("127.0.0.1", port))
            served, _ = server.accept()
            served.close()
            assert client.recv(1) == b""
            if linger:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            client.close()
        return lingering((port,))

    def work() -> list[Any]:
        reset = (1).to_bytes(4, "little") + bytes(4)
        return [end(20000, reset), end(25000, b""), lingering((20001,)), await_clear((20000,))]

    assert in_a_network(work) == [False, True, False, False]


def test_a_source_that_names_the_machines_bundle_is_known() -> None:
    assert relies_on_bundle(tree({"a.py": "open('/etc/ssl/certs/ca-certificates.crt')"}))
    assert not relies_on_bundle(tree({"a.py": "import ssl, os; os.environ['CAFILE']"}))
