"""Folders with several files: programs, helpers, tests, and choices that are left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.submission import NAMES

if TYPE_CHECKING:
    from submission.conftest import Desk

TCP = "import socketserver\nif __name__ == '__main__':\n    socketserver.TCPServer(('', 20000), None).serve_forever()\n"
UDP = "import socketserver, time\nsocketserver.UDPServer(('', 20000), time.ctime).serve_forever()\n"
IPC = "from multiprocessing.connection import Listener\nListener(('', 25000)).accept()\n"
API = "import select\nclass EventHandler: pass\ndef event_loop(handlers): select.select(handlers, [], [])\n"
LOOP = (
    "from event_loop import EventHandler, event_loop\nimport socket\n"
    "class S(EventHandler):\n    def __init__(self): socket.socket().listen(1)\nevent_loop([S()])\n"
)


def test_all_programs_of_a_folder_are_found_in_the_order_of_the_lecture(desk: Desk) -> None:
    path = desk.folder({"c.py": TCP, "b.py": UDP, "a.py": IPC, "README.md": "x", "notes.py": "x = 1\n"})
    assert desk.names(path) == ["tcp-echo", "udp-time", "ipc-echo"]


def test_only_what_is_asked_for_is_kept(desk: Desk) -> None:
    assert desk.names(desk.folder({"c.py": TCP, "b.py": UDP}), "udp-time") == ["udp-time"]


def test_two_candidates_are_named_with_a_way_out(desk: Desk) -> None:
    message = desk.refused(desk.folder({"first.py": TCP, "second.py": TCP}))
    assert "2 files could be tcp-echo: first.py (socketserver.TCPServer in its source) and second.py" in message
    assert "--program tcp-echo" in message
    assert "conformance.toml" in message


def test_more_candidates_are_counted(desk: Desk) -> None:
    assert "a.py" in (message := desk.refused(desk.folder({"a.py": TCP, "b.py": TCP, "c.py": TCP})))
    assert "3 files could be tcp-echo" in message
    assert "and 1 more" in message


@pytest.mark.parametrize(
    "other", ["tcp_echo_old.py", "alte Version/tcp_echo.py", "backup/server.py", "tcp_echo.bak.py"]
)
def test_what_calls_itself_old_gives_way(desk: Desk, other: str) -> None:
    assert desk.only(desk.folder({other: TCP})).path == other
    assert desk.only(desk.folder({"tcp_echo.py": TCP, other: TCP})).path == "tcp_echo.py"


def test_a_file_name_breaks_a_tie(desk: Desk) -> None:
    path = desk.folder({"tcp_echo.py": TCP, "chat.py": TCP})
    assert desk.only(path).path == "tcp_echo.py"


def test_candidates_for_what_is_not_asked_for_do_not_matter(desk: Desk) -> None:
    path = desk.folder({"first.py": TCP, "second.py": TCP, "time.py": UDP})
    assert desk.names(path, "udp-time") == ["udp-time"]


# --- helpers and tests --------------------------------------------------------------------------


def test_a_library_that_a_sibling_imports_is_no_candidate(desk: Desk) -> None:
    library = "import socketserver\nclass Base(socketserver.TCPServer): pass\n"
    path = desk.folder({"base.py": library, "run.py": "import base\nimport socketserver\n" + TCP})
    assert desk.only(path).path == "run.py"


@pytest.mark.parametrize(
    ("files", "main"),
    [
        (
            {"lib.py": "def main(): socketserver.TCPServer(1, 2)\n", "run.py": "from lib import main\nmain()\n"},
            "run.py",
        ),
        ({"lib.py": "def main(): socketserver.TCPServer(1, 2)\n", "run.py": "import lib\nlib.main()\n"}, "run.py"),
        (
            {"pkg/lib.py": "def main(): socketserver.TCPServer(1, 2)\n", "run.py": "from pkg import lib\nlib.main()\n"},
            "run.py",
        ),
        (
            {"src/lib.py": "def main(): socketserver.TCPServer(1, 2)\n", "src/run.py": "import lib\nlib.main()\n"},
            "src/run.py",
        ),
        (
            {
                "pkg/lib.py": "def main(): socketserver.TCPServer(1, 2)\n",
                "pkg/middle.py": "from .lib import main\n",
                "run.py": "from pkg.middle import main\nmain()\n",
            },
            "run.py",
        ),
    ],
)
def test_a_launcher_is_what_its_library_makes_it(desk: Desk, files: dict[str, str], main: str) -> None:
    path = desk.folder({name: "import socketserver\n" * ("lib" in name) + files[name] for name in files})
    found = desk.only(path)
    assert (found.name, found.path) == ("tcp-echo", main)


def test_a_handler_in_another_file_tells_lines_from_bytes(desk: Desk) -> None:
    handler = (
        "from socketserver import StreamRequestHandler\nclass H(StreamRequestHandler):\n"
        "    def handle(self):\n        for line in self.rfile: self.wfile.write(line)\n"
    )
    assert desk.names(desk.folder({"handler.py": handler, "run.py": "from handler import H\n" + TCP})) == ["line-echo"]


def test_a_library_with_an_entry_of_its_own_stays_a_candidate(desk: Desk) -> None:
    path = desk.folder({"server.py": TCP, "tool.py": "import server\nprint(server)\n"})
    assert desk.only(path).path == "server.py"


def test_a_library_that_nobody_imports_is_graded(desk: Desk) -> None:
    assert desk.names(desk.folder({"x.py": "import socketserver\nclass S(socketserver.TCPServer): pass\n"})) == [
        "tcp-echo"
    ]


def test_files_that_import_each_other_are_read(desk: Desk) -> None:
    files = {"a.py": "import b\nimport a\nb.x()\n", "b.py": "import a, socketserver\nS = socketserver.TCPServer\n"}
    assert desk.names(desk.folder(files)) == ["tcp-echo"]


def test_the_event_loop_s_library_and_its_server_are_two_programs(desk: Desk) -> None:
    programs = desk.read(desk.folder({"event_loop.py": API, "event_loop_server.py": LOOP})).programs
    assert [(program.name, program.path) for program in programs] == [
        ("event-loop", "event_loop_server.py"),
        ("event-loop-api", "event_loop.py"),
    ]


def test_the_mixin_s_library_and_its_server_are_two_programs(desk: Desk) -> None:
    mixin = "import ssl\nclass SSLMixin:\n    x = ssl.CERT_REQUIRED\n    y = ssl.wrap_socket(z, server_side=True)\n"
    server = (
        "from ssl_mixin import SSLMixin\nimport socketserver\nclass S(SSLMixin, socketserver.TCPServer): pass\nS()\n"
    )
    programs = desk.read(desk.folder({"ssl_mixin.py": mixin, "run.py": server})).programs
    assert [(program.name, program.path) for program in programs] == [
        ("tls-echo", "run.py"),
        ("ssl-mixin", "ssl_mixin.py"),
    ]


def test_tests_and_packaging_are_no_candidates(desk: Desk) -> None:
    tests = {"test_tcp.py": TCP, "tcp_test.py": TCP, "conftest.py": TCP, "setup.py": TCP, "pkg/__init__.py": TCP}
    assert desk.only(desk.folder({"tcp_echo.py": TCP, **tests})).path == "tcp_echo.py"


def test_a_test_is_taken_where_there_is_nothing_else(desk: Desk) -> None:
    assert desk.only(desk.folder({"test_tcp.py": TCP})).path == "test_tcp.py"


# --- asked for by name --------------------------------------------------------------------------


def test_what_is_asked_for_is_found_by_its_file_name(desk: Desk) -> None:
    path = desk.folder({"tcp_echo.py": "import mine\n", "other.py": "import mine\n"})
    assert desk.only(path, "tcp-echo").path == "tcp_echo.py"


def test_what_is_asked_for_is_found_in_its_family(desk: Desk) -> None:
    path = desk.folder({"server.py": TCP, "clock.py": UDP})
    assert desk.only(path, "event-loop").path == "server.py"


def test_what_is_asked_for_is_the_one_file_that_is_nothing_else(desk: Desk) -> None:
    path = desk.folder({"server.py": TCP, "mystery.py": "import mine\n"})
    found = desk.only(path, "udp-time")
    assert (found.path, found.recognised_by) == ("mystery.py", "--program")


def test_what_is_asked_for_and_not_there_is_refused(desk: Desk) -> None:
    message = desk.refused(desk.folder({"server.py": TCP}), "udp-time")
    assert "Looked for udp-time." in message
    assert "in server.py" in message


def test_what_is_asked_for_and_could_be_two_files_is_refused(desk: Desk) -> None:
    path = desk.folder({"a.py": "import mine\n", "b.py": "import mine\n"})
    assert "2 files could be udp-time: a.py (it could be) and b.py" in desk.refused(path, "udp-time")


def test_a_folder_without_a_program_says_what_was_looked_for(desk: Desk) -> None:
    message = desk.refused(desk.folder({"notes.py": "x = 1\n", "broken.py": "x = (\n"}))
    assert all(name in message for name in NAMES)
    assert "in broken.py, notes.py" in message
    assert "broken.py does not parse: line 1" in message


def test_very_much_source_is_not_all_read(desk: Desk) -> None:
    files = {f"sub/{number}.py": "x = 1\n" * 20_000 for number in range(20)}
    assert desk.names(desk.folder({"a.py": TCP, **files})) == ["tcp-echo"]


# --- other languages ----------------------------------------------------------------------------


def test_a_script_that_starts_itself_goes_by_its_name(desk: Desk) -> None:
    path = desk.file("tcp_echo.pl", "#!/usr/bin/perl\nlisten(S, 5); # port 20000\n", 0o755)
    found = desk.only(path)
    assert (found.name, found.command, found.ports) == ("tcp-echo", ("./tcp_echo.pl",), (20000,))


def test_a_script_that_starts_itself_can_be_asked_for(desk: Desk) -> None:
    assert desk.only(desk.file("final", "#!/bin/sh\n", 0o755), "udp-time").command == ("./final",)


def test_a_script_in_a_folder_goes_by_its_name(desk: Desk) -> None:
    desk.file("alice/udp_time.rb", "#!/usr/bin/env ruby\n", 0o755)
    assert desk.names(desk.folder({"tcp_echo.py": TCP})) == ["tcp-echo", "udp-time"]


def test_python_without_a_suffix_is_known_by_its_first_line(desk: Desk) -> None:
    assert desk.only(desk.file("final", f"#!/usr/bin/env python3\n{TCP}")).command == ("{python}", "final")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("tcp_echo.c", 'build = ["gcc", "-O2", "-o", "server", "tcp_echo.c"]'),
        ("tcp_echo.js", 'command = ["node", "tcp_echo.js", "{port}"]'),
        ("tcp_echo.txt", 'command = ["interpreter", "tcp_echo.txt", "{port}"]'),
    ],
)
@pytest.mark.parametrize("programs", [(), ("tcp-echo",)])
def test_another_language_is_told_how_to_write_its_manifest(
    desk: Desk, name: str, line: str, programs: tuple[str, ...]
) -> None:
    message = desk.refused(desk.file(name, "listen();"), *programs)
    assert "[programs.tcp-echo]" in message
    assert line in message


def test_the_manifest_that_is_shown_for_a_client_has_no_port(desk: Desk) -> None:
    assert 'command = ["node", "http_get.js"]' in desk.refused(desk.file("http_get.js", "fetch();"))


def test_a_folder_in_another_language_is_told_how_to_write_its_manifest(desk: Desk) -> None:
    for programs in ((), ("udp-time",)):
        assert 'command = ["node", "udp_time.js", "{port}"]' in desk.refused(
            desk.folder({"udp_time.js": "x"}), *programs
        )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x7fELF\x02\x01\x01\0", "a compiled program (ELF)"),
        (b"\x89PNG\r\n\x1a\n\0", "a PNG picture"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x03\x04\x14\0", "a zip archive or an Office document"),
        (b"\x1f\x8b\x08\0", "a gzip file"),
        ("x = 1\n".encode("utf-16"), "text in UTF-16"),
        (b"x" * 257 + b"ustar\0", "a tar archive"),
        (b"MZ\x90\0\x03", "a compiled program for Windows"),
        (b"x = 1\0", "binary data"),
    ],
)
@pytest.mark.parametrize("name", ["tcp_echo.py", "final"])
def test_a_file_that_is_no_text_is_told_what_it_looks_like(desk: Desk, name: str, content: bytes, kind: str) -> None:
    assert f"{name} is no source text: it looks like {kind}." in desk.refused(desk.file(name, content), "tcp-echo")


def test_a_text_that_begins_like_a_binary_is_a_text(desk: Desk) -> None:
    assert desk.only(desk.file("tcp_echo.py", "MZ = 1\n")).name == "tcp-echo"


def test_a_notebook_is_told_to_be_exported(desk: Desk) -> None:
    assert "is a notebook" in desk.refused(desk.file("tcp_echo.ipynb", '{"cells": []}'))
