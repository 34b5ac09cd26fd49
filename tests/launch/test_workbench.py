"""Builds and starts: fresh copies, what a build leaves, and what is said where it fails."""

from __future__ import annotations

from typing import Any

import pytest
from apart import apart
from boxes import status_of
from launch.benches import kit, workbench

from harness.launch import workbench as module
from harness.launch.building import first_error
from harness.launch.readiness import StartFailure
from harness.launch.workbench import Workbench
from harness.model import Assignment, Bounds, PemFile, Role

SAY = """
import json, os, sys
print(json.dumps([sys.argv, dict(os.environ), sorted(os.listdir("."))]), flush=True)
"""


def started(bench: Workbench) -> str:
    with bench.started("127.0.0.7", arguments={"host": "by name", "more": "{port}", "words": "too"}) as running:
        status_of(running.sandbox)
        running.drain.finish = lambda: None  # type: ignore[method-assign]  # finished here, so that all is read
        running.sandbox.kill()
        type(running.drain).finish(running.drain)
        running.sandbox.kill = lambda: None  # type: ignore[method-assign]
        return running.drain.output().head.decode()


def outcome(source: str, **given: Any) -> list[Any]:
    """What the program said at each of two starts, or why it could not be started, and the build's output."""

    def work() -> list[Any]:
        with workbench(source, **given) as bench:
            try:
                return [started(bench), started(bench), bench.build_output.decode()]
            except StartFailure as failure:
                return [failure.observed, failure.late, bench.build_output.decode()]

    answer = apart(work)
    assert isinstance(answer, list)
    return answer


def test_a_program_is_given_variables_placeholders_and_files() -> None:
    command = ("{python}", "main.py", "{host}:{port}", "{authkey}", "{ca}")
    first, second, _ = outcome(SAY, command=command, env={"LOG": "at {port}", "PORT": "1"})
    arguments, environment, files = eval(first)
    assert arguments[1].startswith("by name:")
    assert arguments[1:] != eval(second)[0][1:]
    # an argument whose placeholder stands in the command does not follow it too, and none is filled in itself
    assert arguments[2:] == [kit().authkey, "/submission/ca.pem", "{port}", "too"]
    assert environment["HOST"] == "127.0.0.7"
    assert environment["LOG"] == f"at {arguments[1].partition(':')[2]}"
    assert environment["PORT"] == "1"
    assert files == sorted([*kit().files, "main.py"])


def test_each_start_has_a_fresh_copy() -> None:
    source = "import os\nprint(os.path.exists('left'))\nopen('left', 'w').close()"
    assert outcome(source)[:2] == ["False\n", "False\n"]


def test_certificates_that_were_brought_are_replaced() -> None:
    source = "print('brought' in open('server_cert.pem').read())"
    assert outcome(source, files={"server_cert.pem": "brought"})[0] == "False\n"


def test_a_program_finds_certificates_under_the_names_it_uses_at_every_start() -> None:
    source = """
import ssl
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("keys/mine.pem", password="never asked for")
context.load_verify_locations("keys/mine.pem")
print(len(context.get_ca_certs()))
"""
    pair = PemFile(path=b"keys/mine.pem", role=Role.SERVER_PAIR)
    first, second, _ = outcome(source, files={"keys/mine.pem": "brought"}, credentials=(pair,))
    assert first == second == "1\n"


def test_an_allowed_package_is_there_for_a_program_that_speaks_of_it_and_trusts_the_runs_authority() -> None:
    source = """
import certifi, importlib.util, requests
try:
    open(certifi.where(), "a")
except OSError:
    print(open(certifi.where()).read() == open("ca.pem").read(), importlib.util.find_spec("pytest"))
"""
    assert outcome(source)[0] == "True None\n"


def test_what_a_build_makes_is_there_at_each_start() -> None:
    build = ("/bin/sh", "-c", "echo building; echo made > made; chmod 640 made; mkfifo pipe; ln -s /etc out")
    source = "import os\nprint(open('made').read().strip(), sorted(os.listdir('.')))"
    first, second, said_so = outcome(source, build=build)
    assert said_so == "building\n"
    assert first == second
    assert first.startswith("made ")
    assert "'out'" in first
    assert "'pipe'" not in first


def test_a_build_in_c_runs() -> None:
    source = '#include <stdio.h>\nint main(void) { puts("from C"); return 0; }\n'
    build = ("gcc", "-O1", "-o", "server", "server.c")
    assert outcome("", files={"server.c": source}, build=build, command=("./server",))[0] == "from C\n"


def test_a_build_that_fails_is_told_with_its_status_and_its_output() -> None:
    build = ("gcc", "-o", "server", "server.c")
    observed, late, words = outcome("", files={"server.c": "int main(void) { oops }"}, build=build)
    assert observed.startswith("The build command exited with status 1. The first error that it named: server.c:1:18: ")
    assert "oops" in observed
    assert not late
    assert "oops" in words


@pytest.mark.parametrize(
    ("output", "named"),
    [
        (
            b"Get.java:6: error: incompatible types\n  int port = args[1];\n1 error\n",
            "Get.java:6: error: incompatible types",
        ),
        (
            b"   Compiling get\nerror[E0382]: borrow of moved value\n --> get.rs:9:27\n  |\n",
            "error[E0382]: borrow of moved value --> get.rs:9:27",
        ),
        (
            b"g.c:3:9: warning: no \xe2\x80\x98error\xe2\x80\x99\r\ng.c:4:1: error: no \xe2\x80\x98;\xe2\x80\x99\r\n",
            "g.c:4:1: error: no \u2018;\u2019",
        ),
    ],
)
def test_the_first_error_of_a_build_is_named(output: bytes, named: str) -> None:
    assert first_error(output) == f"The first error that it named: {named}"


def test_a_build_that_names_no_error_is_not_said_to() -> None:
    assert first_error(b"sh: gcx: not found\nmake: *** [Makefile:2: get] Error 127\n") == ""


def test_a_build_that_does_not_make_the_program_is_told() -> None:
    told = outcome("", build=("/bin/true",), command=("./server",))[0]
    assert told == "There is no ./server to start: the build command made none."


def test_a_build_whose_tool_is_missing_is_told() -> None:
    observed, _, words = outcome("", build=("no-such-compiler", "server.c"))
    assert observed == "The build command exited with status 1."
    assert "no-such-compiler" in words


def test_a_build_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUILD_LIMIT", 0.5)
    observed, late, _ = outcome("", build=("/bin/sleep", "600"))
    assert observed.startswith("The build command ran for")
    assert late


@pytest.mark.parametrize(
    "build",
    [
        "for i in $(seq 200); do truncate -s 400M hole$i; done",
        "head -c 60000000 /dev/zero > big; for i in $(seq 200); do ln big big$i; done",
    ],
)
def test_a_build_whose_files_would_fill_the_machine_when_copied_is_refused(build: str) -> None:
    observed, late, _ = outcome("", build=("/bin/bash", "-c", build))
    assert observed.startswith("The build command left files of")
    assert not late


def test_a_build_sees_no_more_than_a_program_does() -> None:
    build = ("/bin/sh", "-c", "ls /; ls /home/student; cat /etc/passwd; env")
    words = outcome("", build=build)[2]
    assert "root:x:0" not in words
    assert "PORT=" in words


def test_the_output_of_a_running_program_is_read_all_the_time() -> None:
    source = "import sys\nfor _ in range(64): sys.stdout.write('x' * 65536)\nprint(flush=True)\nsys.stderr.write('end')"

    def work() -> list[Any]:
        with workbench(source) as bench, bench.started() as running:
            status = status_of(running.sandbox)
        output = running.drain.output()
        return [status, output.total, output.tail[-3:].decode()]

    assert apart(work) == [0, 64 * 65536 + 4, "end"]


def test_a_program_that_holds_too_much_memory_is_ended() -> None:
    source = "held = []\nprint('up', flush=True)\nwhile True: held.append(bytearray(32 << 20))"

    def work() -> list[Any]:
        with workbench(source) as bench, bench.started() as running:
            return [status_of(running.sandbox, 60), running.memory.exceeded > 1 << 30]

    assert apart(work) == [-9, True]


def test_a_program_is_ended_at_the_memory_that_its_assignment_allows() -> None:
    source = "held = bytearray(b'x') * (96 << 20)\nprint('up', flush=True)\nimport time\ntime.sleep(600)"
    asked = Assignment(bounds=Bounds(memory=64 << 20))

    def work() -> list[Any]:
        with workbench(source, assignment=asked) as bench, bench.started() as running:
            return [status_of(running.sandbox, 60), running.memory.exceeded > 64 << 20]

    assert apart(work) == [-9, True]
