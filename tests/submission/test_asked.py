"""Programs that an assignment asks for: found by ever looser signs, or missing, and never one file taken for two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.errors import UsageError
from harness.model import Submission
from harness.submission import read_asked

if TYPE_CHECKING:
    from submission.conftest import Desk

TCP = """
import socketserver
class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1000):
            self.request.sendall(data)
socketserver.ThreadingTCPServer(("", 20000), Echo).serve_forever()
"""
UDP = """
import socketserver, time
class Time(socketserver.BaseRequestHandler):
    def handle(self):
        self.request[1].sendto(time.ctime().encode(), self.client_address)
socketserver.UDPServer(("", 20000), Time).serve_forever()
"""
ODD = "print('nothing that anybody would recognise')\n"


def told(submission: Submission) -> tuple[dict[str, str], list[str]]:
    """Path of each program, and the names of those that are missing."""
    return {each.name: each.path for each in submission.programs}, [each.name for each in submission.missing]


def test_what_is_not_asked_for_is_left_alone(desk: Desk) -> None:
    path = desk.folder({"a.py": TCP, "b.py": UDP})
    assert told(read_asked(path, ("udp-time",))) == ({"udp-time": "b.py"}, [])


def test_what_is_asked_for_and_not_there_is_missing_with_its_reason(desk: Desk) -> None:
    found = read_asked(desk.folder({"a.py": TCP}), ("tcp-echo", "udp-time"))
    assert told(found) == ({"tcp-echo": "a.py"}, ["udp-time"])
    assert "No program udp-time was found in a.py" in found.missing[0].reason
    assert "udp_time.py" in found.missing[0].reason


def test_a_folder_that_holds_none_of_them_is_missing_them_all(desk: Desk) -> None:
    found = read_asked(desk.folder({"essay.md": "Dear teacher,\n"}), ("tcp-echo", "udp-time"))
    assert told(found) == ({}, ["tcp-echo", "udp-time"])


def test_one_file_and_one_program_that_are_left_belong_together(desk: Desk) -> None:
    path = desk.folder({"a.py": TCP, "mine.py": ODD})
    assert told(read_asked(path, ("tcp-echo", "udp-time"))) == ({"tcp-echo": "a.py", "udp-time": "mine.py"}, [])


def test_of_two_files_that_say_nothing_none_is_taken_for_what_is_missing(desk: Desk) -> None:
    path = desk.folder({"a.py": TCP, "mine.py": ODD, "other.py": ODD})
    assert told(read_asked(path, ("tcp-echo", "udp-time"))) == ({"tcp-echo": "a.py"}, ["udp-time"])


def test_a_file_that_is_one_program_is_not_taken_for_another_of_its_family(desk: Desk) -> None:
    path = desk.folder({"tcp_echo.py": TCP})
    assert told(read_asked(path, ("tcp-echo", "line-echo"))) == ({"tcp-echo": "tcp_echo.py"}, ["line-echo"])
    assert told(read_asked(path, ("line-echo",))) == ({"line-echo": "tcp_echo.py"}, [])


def test_a_single_file_is_the_one_program_that_is_asked_for(desk: Desk) -> None:
    path = desk.file("mine.py", ODD)
    assert told(read_asked(path, ("tcp-echo",))) == ({"tcp-echo": "mine.py"}, [])
    with pytest.raises(UsageError, match=r"Looked for tcp-echo, udp-time"):
        read_asked(path, ("tcp-echo", "udp-time"))


@pytest.mark.parametrize("asked", [("tcp-echo",), ("tcp-echo", "udp-time")])
def test_sources_of_which_none_is_known_are_refused_rather_than_given_nothing(
    desk: Desk, asked: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError, match=r"no program of the lecture was recognised in mine\.py, other\.py"):
        read_asked(desk.folder({"mine.py": ODD, "other.py": ODD}), asked)


def test_a_program_that_nobody_asked_for_is_none_of_those_that_are_missing(desk: Desk) -> None:
    assert told(read_asked(desk.folder({"udp_time.py": UDP}), ("tcp-echo",))) == ({}, ["tcp-echo"])


def test_a_manifest_says_what_there_is(desk: Desk) -> None:
    manifest = '[programs.tcp-echo]\ncommand = ["{python}", "a.py"]\n'
    found = read_asked(desk.folder({"conformance.toml": manifest, "a.py": TCP, "b.py": UDP}), ("tcp-echo", "udp-time"))
    assert told(found) == ({"tcp-echo": "a.py"}, ["udp-time"])
    assert "has no program udp-time" in found.missing[0].reason


@pytest.mark.parametrize("files", [{"udp_time.c": "int main;"}, {"a.py": TCP, "udp_time.c": "int main;"}])
def test_another_language_without_a_manifest_is_refused_rather_than_given_nothing(
    desk: Desk, files: dict[str, str]
) -> None:
    with pytest.raises(UsageError, match=r"udp_time\.c"):
        read_asked(desk.folder(files), ("tcp-echo", "udp-time"))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("homework.rar", b"Rar!\x1a\x07", "a RAR archive"),
        ("inner.zip", b"PK\x03\x04", "a zip archive or an Office document"),
        ("a.out", b"\x7fELF\x02", "a compiled program"),
        ("server.ipynb", b"{}", "a notebook"),
        ("server.py.txt", b"# mine\nimport socket, time\n", "a text that reads like Python"),
        ("server", b"from socket import *\n", "a text that reads like Python"),
        ("server.txt", b"class Handler(Base):\n    pass\n", "a text that reads like Python"),
    ],
)
def test_what_nobody_reads_is_refused_rather_than_given_nothing(
    desk: Desk, name: str, content: bytes, kind: str
) -> None:
    closed: dict[str, str | bytes] = {"README.md": "Dear teacher,\n", name: content}
    with pytest.raises(UsageError, match=f"{name}, {kind}.*, is not read"):
        read_asked(desk.folder(closed), ("tcp-echo", "udp-time"))
    # beside a program that was found it may be anything
    assert told(read_asked(desk.folder({**closed, "a.py": TCP}, "bob"), ("tcp-echo",))) == ({"tcp-echo": "a.py"}, [])


def test_a_text_about_programs_is_none(desk: Desk) -> None:
    texts = {"notes.txt": "from what I know\nimport it did not\nclass starts at 9:\n", "report.pdf": "%PDF-1.7"}
    assert told(read_asked(desk.folder(texts), ("tcp-echo",))) == ({}, ["tcp-echo"])


def test_a_source_that_does_not_parse_is_found_by_its_name_or_told_of(desk: Desk) -> None:
    assert told(read_asked(desk.folder({"udp_time.py": "def ("}), ("tcp-echo", "udp-time")))[0] == {
        "udp-time": "udp_time.py"
    }
    path = desk.folder({"tcp_echo.py": TCP, "x.py": "def (", "y.py": "def ("}, "bob")
    found = read_asked(path, ("tcp-echo", "udp-time"))
    assert "x.py does not parse: line 1" in found.missing[0].reason


def test_a_name_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(UsageError, match="Did you mean tcp-echo"):
        read_asked(desk.folder({"a.py": TCP}), ("tcp-ecko",))
