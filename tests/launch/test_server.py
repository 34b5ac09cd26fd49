"""The life of a server: start, restart, signals, counts, output, and what is told of each."""

from __future__ import annotations

import os
import signal
import socket
from typing import Any

import pytest
from apart import apart
from launch.benches import Told, kit, server

from harness.isolation.processes import descendants_of
from harness.model import Happening

ECHO = """
import os, socketserver, sys, threading, time
class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(4096):
            self.request.sendall(data)
class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
print("started", flush=True)
with Server(("", int(os.environ["PORT"])), Handler) as it:
    it.serve_forever()
"""


def echoed(address: tuple[str, int], word: bytes = b"hello") -> bytes:
    with socket.create_connection(address, 10) as client:
        client.sendall(word)
        return client.recv(100)


def test_a_started_server_can_be_talked_to_and_a_stopped_one_is_gone() -> None:
    def work() -> list[Any]:
        with server(ECHO) as life:
            life.start()
            word = echoed(life.address).decode()
            life.stop()
            return [word, life.present, life.output().head.decode(), descendants_of(os.getpid())]

    assert apart(work) == ["hello", False, "started\n", []]


def test_each_start_is_told_another_port_in_a_fresh_network() -> None:
    def work() -> list[Any]:
        with server(ECHO) as life:
            life.start()
            first = life.listener.port
            echoed(life.address)
            life.start()
            return [first, life.listener.port, life.listening()]

    first, second, listening = apart(work)
    assert first != second
    assert listening


def test_again_is_the_same_port_in_the_same_network() -> None:
    def work() -> list[Any]:
        with server(ECHO) as life:
            life.start()
            first = life.listener.port
            life.again()
            return [first == life.listener.port, echoed(life.address).decode()]

    assert apart(work) == [True, "hello"]


def test_what_happens_to_it_is_told_in_order() -> None:
    def work() -> list[Any]:
        told: Told = []
        with server(ECHO, told=told) as life:
            life.start()
            life.interrupt(signal.SIGTERM)
            gone = life.gone_within(20)
            return [gone, life.ended(), life.crashed(), [(kind.value, note) for kind, note in told]]

    gone, ended, crashed, told = apart(work)
    assert (gone, ended, crashed) == (True, "was killed by SIGTERM", True)
    kinds = [kind for kind, _ in told]
    assert kinds == [Happening.STARTED, Happening.LISTENING, Happening.SIGNAL, Happening.EXITED]
    assert told[0][1] == "{python} main.py"
    assert told[1][1].startswith("TCP 0.0.0.0 port ")


def test_a_server_that_ignores_a_signal_is_not_gone() -> None:
    source = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + ECHO

    def work() -> list[Any]:
        with server(source) as life:
            life.start()
            life.interrupt(signal.SIGTERM)
            return [life.gone_within(0.3), life.ended(), life.crashed()]

    assert apart(work) == [False, "", False]


def test_a_frozen_server_answers_nothing_until_it_is_thawed() -> None:
    def work() -> list[Any]:
        with server(ECHO) as life:
            life.start()
            life.freeze()
            with socket.create_connection(life.address, 10) as client:
                client.sendall(b"hello")
                client.settimeout(0.3)
                try:
                    answer = client.recv(10)
                except TimeoutError:
                    answer = b"nothing"
                life.thaw()
                client.settimeout(10)
                return [answer.decode(), client.recv(10).decode()]

    assert apart(work) == ["nothing", "hello"]


def test_its_processes_are_counted_without_the_sandbox() -> None:
    def work() -> list[Any]:
        with server(ECHO) as life:
            life.start()
            with socket.create_connection(life.address, 10) as client:
                client.sendall(b"x")
                client.recv(1)
                counted = life.census()
                return [len(counted.processes), counted.threads]

    assert apart(work) == [1, 2]


def test_secrets_that_it_writes_are_known() -> None:
    source = "import os\nprint(os.environ['AUTHKEY'])\nprint(open('client_key.pem').read(), flush=True)\n" + ECHO

    def work() -> list[Any]:
        with server(source) as life:
            life.start()
            life.stop()
            secrets = life.kit.secrets
            return [len(life.leaked() & set(secrets)), kit().authkey.encode() in life.leaked()]

    leaked, key = apart(work)
    assert key
    assert leaked >= 2


@pytest.mark.parametrize(
    ("ending", "words", "crashed"),
    [
        ("os._exit(0)", "exited with status 0", False),
        ("os._exit(7)", "exited with status 7", True),
        ("os.abort()", "was killed by SIGABRT", True),
    ],
)
def test_a_crash_is_told_from_an_end(ending: str, words: str, crashed: bool) -> None:
    source = ECHO.replace("it.serve_forever()", f"it.handle_request(); {ending}")

    def work() -> list[Any]:
        with server(source) as life:
            life.start()
            socket.create_connection(life.address, 10).close()
            return [life.gone_within(20), life.ended(), life.crashed()]

    assert apart(work) == [True, words, crashed]
