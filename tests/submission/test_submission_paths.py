"""Paths: what may be handed in, and what each thing that may not is told."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.submission import NAMES, read_submission

if TYPE_CHECKING:
    from submission.conftest import Desk

SERVER = "import socketserver\nsocketserver.TCPServer(('', 20000), None).serve_forever()\n"


def test_a_file_is_a_submission_of_that_file_alone(desk: Desk) -> None:
    path = desk.file("tcp_echo.py", SERVER)
    desk.file("secret.py", "")
    submission = desk.read(path)
    assert [file.path for file in submission.tree.files] == [b"tcp_echo.py"]
    assert submission.name == "tcp_echo"
    assert submission.origin == path
    assert submission.programs[0].command == ("{python}", "tcp_echo.py")


def test_a_folder_is_read_whole_and_sorted(desk: Desk) -> None:
    path = desk.folder({"tcp_echo.py": SERVER, "data/b.txt": "b", "data/a.txt": "a"})
    tree = desk.read(path).tree
    assert [file.path for file in tree.files] == [b"data/a.txt", b"data/b.txt", b"tcp_echo.py"]
    assert tree.folders == (b"data",)


def test_caches_and_environments_are_left_out(desk: Desk) -> None:
    left_out = [".git/config", "__pycache__/x.pyc", ".tox/log", ".mypy_cache/x", ".pytest_cache/x", "__MACOSX/._a"]
    left_out += [
        ".DS_Store",
        "pkg/.DS_Store",
        "pkg/Thumbs.db",
        ".venv/pyvenv.cfg",
        ".venv/lib/x.py",
        "venv/pyvenv.cfg",
        "venv/bin/python",
    ]
    path = desk.folder({"tcp_echo.py": SERVER, **dict.fromkeys(left_out, "x")})
    tree = desk.read(path).tree
    assert [file.path for file in tree.files] == [b"tcp_echo.py"]
    assert tree.folders == (b"pkg",)


def test_a_folder_called_venv_that_is_none_is_kept(desk: Desk) -> None:
    path = desk.folder({"venv/tcp_echo.py": SERVER})
    assert desk.only(path).path == "venv/tcp_echo.py"


def test_the_executable_bit_is_kept(desk: Desk) -> None:
    desk.file("alice/run.sh", "#!/bin/sh\n", 0o755)
    path = desk.folder({"tcp_echo.py": SERVER})
    assert {file.path: file.executable for file in desk.read(path).tree.files} == {
        b"run.sh": True,
        b"tcp_echo.py": False,
    }


def test_a_dot_is_the_folder_it_stands_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder({"tcp_echo.py": SERVER}, "bob"))
    submission = desk.read(".")
    assert (submission.name, submission.origin) == ("bob", ".")


def test_a_trailing_slash_does_not_matter(desk: Desk) -> None:
    assert desk.read(desk.folder({"tcp_echo.py": SERVER}) + "/").name == "alice"


@pytest.mark.parametrize("path", ["nowhere.py", "", "a\0b", "tcp_echo.py/", "x" * 5000])
def test_a_path_that_is_not_there_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    desk.file("tcp_echo.py", SERVER)
    monkeypatch.chdir(desk.root)
    assert "no file or folder" in (message := desk.refused(path)) or "cannot be read" in message


def test_a_terminal_escape_in_a_path_is_shown(desk: Desk) -> None:
    assert "no\\x1b[2Jwhere" in desk.refused("no\x1b[2Jwhere")


def test_a_pipe_is_refused_and_never_opened(desk: Desk) -> None:
    os.mkfifo(desk.root / "pipe.py")
    assert "is a named pipe" in desk.refused(str(desk.root / "pipe.py"))


def test_a_socket_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.root)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.zip")
        assert "is a socket" in desk.refused("s.zip")


def test_a_device_is_refused(desk: Desk) -> None:
    assert "is a device" in desk.refused("/dev/zero")


def test_a_pipe_inside_a_folder_is_refused(desk: Desk) -> None:
    path = desk.folder({"tcp_echo.py": SERVER})
    os.mkfifo(Path(path) / "queue")
    assert "queue, which is a named pipe" in desk.refused(path)


def test_an_unreadable_file_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.file("tcp_echo.py", SERVER)

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("harness.submission.folder.os.open", denied)
    assert "cannot be read: Permission denied" in desk.refused(path)


def test_an_unreadable_folder_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.folder({"tcp_echo.py": SERVER})

    def denied(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("harness.submission.folder.os.scandir", denied)
    assert "cannot be read: Permission denied" in desk.refused(path)


def test_a_file_that_becomes_a_pipe_is_not_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.root / "tcp_echo.py"
    os.mkfifo(path)
    monkeypatch.setattr("harness.submission.mode_of", lambda _: stat.S_IFREG)
    assert "not a regular file any more" in desk.refused(str(path))


@pytest.mark.parametrize("files", [{}, {"__pycache__/x.pyc": "x"}])
def test_an_empty_folder_is_refused(desk: Desk, files: dict[str, str]) -> None:
    assert "is empty" in desk.refused(desk.folder(files))


def test_an_empty_file_is_refused(desk: Desk) -> None:
    assert "tcp_echo.py is empty" in desk.refused(desk.file("tcp_echo.py", " \n"))


def test_too_many_files_are_refused(desk: Desk) -> None:
    path = desk.folder({"tcp_echo.py": SERVER})
    for number in range(5_000):
        (Path(path) / f"{number}.txt").touch()
    assert "more than 5,000 files and folders" in desk.refused(path)


def test_too_many_files_in_several_folders_are_refused(desk: Desk) -> None:
    path = desk.folder({"tcp_echo.py": SERVER, "a/x": "", "b/x": ""})
    for number in range(2_500):
        (Path(path) / "a" / f"{number}").touch()
        (Path(path) / "b" / f"{number}").touch()
    assert "more than 5,000 files and folders" in desk.refused(path)


def test_a_folder_that_is_too_large_is_refused(desk: Desk) -> None:
    path = desk.folder({"tcp_echo.py": SERVER})
    with (Path(path) / "data.bin").open("wb") as file:
        file.truncate((64 << 20) + 1)
    assert "more than 64 MiB" in desk.refused(path)


# --- links --------------------------------------------------------------------------------------


def test_a_link_that_stays_inside_is_kept(desk: Desk) -> None:
    path = desk.folder({"src/tcp_echo.py": SERVER})
    (Path(path) / "src" / "server").symlink_to("../src/./tcp_echo.py")
    (link,) = desk.read(path).tree.links
    assert (link.path, link.target) == (b"src/server", b"../src/./tcp_echo.py")


@pytest.mark.parametrize("target", ["..", "../other", "src/../../other", "/etc/passwd", "src/../.."])
def test_a_link_that_leaves_is_refused(desk: Desk, target: str) -> None:
    path = desk.folder({"src/tcp_echo.py": SERVER})
    (Path(path) / "out").symlink_to(target)
    assert f"a link that leads out of it: out to {target}" in desk.refused(path)


def test_a_link_that_leaves_through_another_link_is_refused(desk: Desk) -> None:
    path = desk.folder({"a/b/c/tcp_echo.py": SERVER})
    (Path(path) / "a/b/c/top").symlink_to("../../..")
    (Path(path) / "out").symlink_to("a/b/c/top/../x")
    assert "leads out of it: out" in desk.refused(path)


def test_links_in_a_circle_lead_nowhere(desk: Desk) -> None:
    path = desk.folder({"tcp_echo.py": SERVER})
    (Path(path) / "one").symlink_to("two")
    (Path(path) / "two").symlink_to("one")
    assert len(desk.read(path).tree.links) == 2


def test_the_path_itself_may_be_a_link(desk: Desk) -> None:
    (desk.root / "bob").symlink_to(desk.folder({"tcp_echo.py": SERVER}))
    assert desk.read(str(desk.root / "bob")).name == "bob"


# --- digest and names ---------------------------------------------------------------------------


def test_the_digest_tells_contents_names_and_modes_apart(desk: Desk) -> None:
    paths = [
        desk.folder({"tcp_echo.py": SERVER}, "a"),
        desk.folder({"tcp_echo.py": SERVER + "\n"}, "b"),
        desk.folder({"src/tcp_echo.py": SERVER}, "c"),
        desk.folder({"tcp_echo.py": SERVER, "x": ""}, "d"),
    ]
    desk.file("e/tcp_echo.py", SERVER, 0o755)
    digests = {desk.read(path).digest for path in [*paths, str(desk.root / "e")]}
    assert len(digests) == 5


def test_the_digest_does_not_depend_on_where_and_how_it_was_handed_in(desk: Desk) -> None:
    files = {"tcp_echo.py": SERVER, "src/x.txt": "x"}
    paths = [desk.folder(files), desk.folder(files, "bob"), desk.zip({f"top/{name}": files[name] for name in files})]
    assert len({desk.read(path).digest for path in paths}) == 1


def test_file_names_of_any_bytes_are_kept(desk: Desk) -> None:
    path = desk.folder({"tcp_echo.py": SERVER})
    names = (b"\xff.txt", b"new\nline.txt", b"\xe2\x80\xaegpj.txt")
    for name in names:
        Path(os.fsdecode(os.fsencode(path) + b"/" + name)).touch()
    assert {file.path for file in desk.read(path).tree.files} == {b"tcp_echo.py", *names}


def test_a_file_name_is_shown_escaped(desk: Desk) -> None:
    assert desk.only(desk.file("tcp\necho\u202e.py", SERVER)).path == "tcp\\necho\\u202e.py"


def test_a_program_with_an_undecodable_name_is_refused(desk: Desk) -> None:
    path = Path(os.fsdecode(os.fsencode(str(desk.root)) + b"/caf\xe9.py"))
    path.write_text(SERVER)
    assert "caf\\xe9.py is not UTF-8" in desk.refused(str(path))


def test_a_name_that_begins_with_a_dash_is_no_option(desk: Desk) -> None:
    assert desk.only(desk.file("-x.py", SERVER)).command == ("{python}", "./-x.py")


def test_an_unknown_program_is_named_with_the_nearest(desk: Desk) -> None:
    path = desk.file("tcp_echo.py", SERVER)
    assert "Did you mean tcp-echo?" in desk.refused(path, "tcp-ecko")
    assert all(name in desk.refused(path, "quux") for name in NAMES)


def test_programs_of_other_suites_can_be_asked_for(desk: Desk) -> None:
    submission = read_submission(desk.file("x.py", SERVER), ["mqtt"], [*NAMES, "mqtt"])
    assert submission.programs[0].name == "mqtt"
