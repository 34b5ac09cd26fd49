"""The life of a client: its arguments, its end, and what it waits for where it comes to none."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from apart import apart
from launch.benches import workbench

from harness.launch.client import Client

ARGUMENTS = {"host": "127.0.0.1", "port": "20000", "text": "hello there"}


@contextmanager
def client(source: str, **program: Any) -> Iterator[Client]:
    """The program with that source as a client, its network entered."""
    with workbench(source, **program) as bench:
        life = Client(bench, lambda *_: None)
        try:
            yield life
        finally:
            life.stop()


def run(source: str, arguments: Mapping[str, str] = ARGUMENTS, **program: Any) -> list[Any]:
    """How a run came out that was awaited."""
    with client(source, **program) as life:
        life.run(life.renew(), arguments)
        life.ends_within(20)
        outcome = life.finish()
        return [outcome.status, outcome.output.decode(), outcome.words, outcome.at_keyboard, outcome.written]


def await_input(life: Client) -> bool:
    end = time.monotonic() + 20
    while not (waits := life.waits_for_input()) and time.monotonic() < end:
        time.sleep(0.01)
    return waits


def test_a_client_is_given_its_arguments_in_their_order_and_its_end_is_told() -> None:
    source = "import sys\nprint(sys.argv[1:])\nsys.exit(3)\n"
    said = "['127.0.0.1', '20000', 'hello there']\n"
    assert apart(lambda: run(source)) == [3, said, "exited with status 3", False, len(said)]


def test_arguments_fill_placeholders_and_the_others_follow() -> None:
    command = ("{python}", "main.py", "-p", "{port}")
    _, said, *_ = apart(lambda: run("import sys\nprint(sys.argv[1:])\n", command=command))
    assert said == "['-p', '20000', '127.0.0.1', 'hello there']\n"


def test_a_signal_is_a_negative_status() -> None:
    assert apart(lambda: run("import os\nos.abort()\n"))[0] == -6


def test_one_that_does_not_end_is_ended_and_has_no_status() -> None:
    def work() -> list[Any]:
        with client("import time\nprint('on', flush=True)\ntime.sleep(1000)\n") as life:
            life.run(life.renew(), ARGUMENTS)
            assert not life.ends_within(0.5)
            outcome = life.finish()
            return [outcome.status, outcome.words, outcome.at_keyboard, life.present]

    assert apart(work) == [None, "was still running", False, False]


def test_one_that_waits_for_its_user_is_told_from_one_that_runs() -> None:
    def work() -> list[Any]:
        with client("input('Press Enter')\n") as life:
            life.run(life.renew(), ARGUMENTS)
            seen = await_input(life)
            outcome = life.finish()
            return [seen, outcome.status, outcome.words, outcome.at_keyboard]

    assert apart(work) == [True, None, "was waiting for input", True]


@pytest.mark.parametrize(
    "waiting",
    [
        # another thread may wait for a server
        "threading.Thread(target=threading.Event().wait, daemon=True).start()\nmark()\ninput()\n",
        # standard input is a socket by now
        "a, b = socket.socketpair()\nos.dup2(a.fileno(), 0)\nmark()\nos.read(0, 1)\n",
        # standard input is the end of a pipeline
        "r, w = os.pipe()\nos.dup2(r, 0)\nmark()\nos.read(0, 1)\n",
    ],
)
def test_one_that_may_wait_for_a_server_is_not_taken_for_one_that_waits_for_its_user(waiting: str) -> None:
    source = "import os, socket, threading\ndef mark(): print('there', flush=True)\n" + waiting

    def work() -> list[Any]:
        with client(source) as life:
            life.run(life.renew(), ARGUMENTS)
            end = time.monotonic() + 20
            while not life.output().head and time.monotonic() < end:
                time.sleep(0.01)
            life.quiet(10.0)
            return [life.output().head.decode(), life.waits_for_input()]

    assert apart(work) == ["there\n", False]


def test_each_run_is_in_a_fresh_network_under_another_port() -> None:
    def work() -> list[Any]:
        with client("") as life:
            first = life.renew()
            with socket.create_server(("127.0.0.1", 20000)):
                second = life.renew()
                # the old one's listener is not in the way
                socket.create_server(("127.0.0.1", 20000)).close()
            return [first, second]

    first, second = apart(work)
    assert first != second
