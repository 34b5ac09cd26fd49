"""The network of a grading: its own, empty, with every port free and the few names that are needed."""

from __future__ import annotations

import os
import socket

import pytest
from apart import apart
from boxes import PREAMBLE, entered, probe, running, said

from harness.isolation.namespaces import OUTER_ADDRESS, OUTER_ADDRESS_6
from harness.launch.listeners import listeners

ECHO_ONCE = """
import socket
def reaches(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.bind((address, 0))
        server.listen()
        with socket.create_connection(server.getsockname()[:2], 5) as client:
            return client.getpeername()[0]
"""


def test_a_program_does_not_see_a_server_of_the_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        source = f"import socket\nwith socket.socket() as s: say(s.connect_ex(('127.0.0.1', {port})))"
        assert probe(source) == 111


def test_a_program_does_not_see_an_abstract_socket_of_the_machine() -> None:
    name = f"\0wireproof-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        source = f"import socket\nsay(socket.socket(socket.AF_UNIX).connect_ex({name!r}))"
        assert probe(source) == 111


def test_a_program_has_no_way_out() -> None:
    source = """
import socket
found = []
for address in ("192.0.2.1", "2001:db8::1"):
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as sock:
        found.append(os.strerror(sock.connect_ex((address, 53))))
say([found, [name for _, name in socket.if_nameindex()]])
"""
    errors, interfaces = probe(source)
    assert interfaces == ["lo"]
    assert set(errors) <= {"Network is unreachable", "Cannot assign requested address"}


def test_two_gradings_can_hold_the_same_port_at_once() -> None:
    source = (
        PREAMBLE
        + """
import socket, time
server = socket.create_server(("", 20000))
say("listening")
time.sleep(600)
"""
    )

    def work() -> list[str]:
        with running(entered(), source) as program:
            own = said(program).decode()
            return [own, apart(lambda: _started_anew(source))]

    assert apart(work) == ['"listening"\n', '"listening"\n']


def _started_anew(source: str) -> str:
    with running(entered(), source) as program:
        return said(program).decode()


def test_a_fresh_network_holds_nothing_of_the_one_before() -> None:
    def work() -> list[int]:
        isolation = entered()
        with socket.create_server(("127.0.0.1", 20000)):
            before = len(listeners())
            isolation.fresh_network()
            return [before, len(listeners())]

    assert apart(work) == [1, 0]


@pytest.mark.parametrize("port", [1, 80, 443])
def test_low_ports_are_open_to_all(port: int) -> None:
    assert probe(f"import socket\nsay(socket.create_server(('', {port})).getsockname()[1])") == port


@pytest.mark.parametrize(
    ("family", "address"),
    [
        ("AF_INET", "127.0.0.1"),
        ("AF_INET", "127.9.9.9"),
        ("AF_INET6", "::1"),
        ("AF_INET", OUTER_ADDRESS),
        ("AF_INET6", OUTER_ADDRESS_6),
    ],
)
def test_a_server_can_be_reached_on_each_address_of_the_network(family: str, address: str) -> None:
    assert probe(f"{ECHO_ONCE}\nsay(reaches(socket.{family}, {address!r}))") == address


def test_names_of_this_machine_and_of_the_mock_resolve_without_a_name_server() -> None:
    names = ("localhost", "sandbox", "httpbin.org")
    source = f"import socket\nsay([socket.gethostbyname(name) for name in {names}] + [socket.gethostname()])"
    assert probe(source, hosts=("httpbin.org",)) == ["127.0.0.1"] * 3 + ["sandbox"]


def test_localhost_has_both_addresses() -> None:
    source = "import socket\nsay(sorted({each[4][0] for each in socket.getaddrinfo('localhost', 80)}))"
    assert probe(source) == ["127.0.0.1", "::1"]


def test_any_other_name_is_unknown_at_once() -> None:
    source = """
import socket, time
began = time.monotonic()
try:
    socket.gethostbyname("nowhere.example")
except socket.gaierror:
    say(time.monotonic() - began < 5)
"""
    assert probe(source) is True


def test_a_program_can_change_nothing_of_its_network() -> None:
    source = """
import fcntl, socket, struct
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
    try:
        fcntl.ioctl(control, 0x8914, struct.pack("16sH22x", b"lo", 0))  # SIOCSIFFLAGS: loopback down
        say("changed")
    except OSError as error:
        say(error.strerror)
"""
    assert probe(source) == "Operation not permitted"


def test_no_raw_socket_can_be_had() -> None:
    source = """
import socket
try:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
    say("opened")
except PermissionError:
    say("refused")
"""
    assert probe(source) == "refused"
