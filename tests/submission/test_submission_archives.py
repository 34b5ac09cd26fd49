"""Archives: read in memory, every hostile entry refused."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from submission.conftest import Desk

SERVER = "import socketserver\nsocketserver.TCPServer(('', 20000), None).serve_forever()\n"
LINK = stat.S_IFLNK | 0o777


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "", mode: int = 0o644) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname, entry.mode = kind, target, mode
    return entry


@pytest.mark.parametrize("name", ["alice.zip", "alice.ZIP"])
def test_a_zip_is_read(desk: Desk, name: str) -> None:
    submission = desk.read(desk.zip({"tcp_echo.py": SERVER}, name))
    assert (submission.name, submission.programs[0].path) == ("alice", "tcp_echo.py")


@pytest.mark.parametrize("name", ["alice.tar", "alice.tar.gz", "alice.tgz", "alice.Tar.GZ"])
def test_a_tar_is_read(desk: Desk, name: str) -> None:
    submission = desk.read(desk.tar([(member("./tcp_echo.py"), SERVER.encode())], name))
    assert (submission.name, submission.programs[0].path) == ("alice", "tcp_echo.py")


def test_a_single_top_folder_is_taken_away(desk: Desk) -> None:
    path = desk.zip({"alice-main/tcp_echo.py": SERVER, "alice-main/src/x.txt": "", "__MACOSX/alice-main/._x": "x"})
    tree = desk.read(path).tree
    assert [file.path for file in tree.files] == [b"src/x.txt", b"tcp_echo.py"]
    assert tree.folders == (b"src",)


def test_a_manifest_in_the_single_top_folder_counts(desk: Desk) -> None:
    manifest = '[programs.udp-time]\ncommand = ["{python}", "x.py"]\n'
    assert desk.only(desk.zip({"top/x.py": "", "top/conformance.toml": manifest})).name == "udp-time"


def test_two_top_folders_stay(desk: Desk) -> None:
    assert desk.only(desk.zip({"a/tcp_echo.py": SERVER, "b/x.txt": ""})).path == "a/tcp_echo.py"


def test_an_environment_that_was_packed_along_is_left_out_unread(desk: Desk) -> None:
    environment = {f"top/.venv/lib/{number}.py": "x" for number in range(5_100)}
    path = desk.zip({"top/tcp_echo.py": SERVER, "top/.venv/pyvenv.cfg": "", **environment})
    assert [file.path for file in desk.read(path).tree.files] == [b"tcp_echo.py"]


def test_modes_and_links_survive_packing(desk: Desk) -> None:
    path = desk.tar(
        [
            (member("top/run", mode=0o755), b"#!/bin/sh\n"),
            (member("top/tcp_echo.py"), SERVER.encode()),
            (member("top/link", tarfile.SYMTYPE, "run"), b""),
            (member("top/twin", tarfile.LNKTYPE, "top/run"), b""),
        ]
    )
    tree = desk.read(path).tree
    assert {file.path: file.executable for file in tree.files} == {b"run": True, b"tcp_echo.py": False, b"twin": True}
    assert [(link.path, link.target) for link in tree.links] == [(b"link", b"run")]


def test_a_link_in_a_zip_is_kept(desk: Desk) -> None:
    entry = zipfile.ZipInfo("link")
    entry.create_system, entry.external_attr = 3, LINK << 16
    path = desk.zip_infos([(zipfile.ZipInfo("tcp_echo.py"), SERVER), (entry, "tcp_echo.py")])
    assert [(link.path, link.target) for link in desk.read(path).tree.links] == [(b"link", b"tcp_echo.py")]


def test_names_that_are_no_utf8_are_kept_in_a_tar(desk: Desk) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", encoding="latin-1", format=tarfile.GNU_FORMAT) as archive:
        for name in ("caf\xe9.txt", "tcp_echo.py"):
            entry = tarfile.TarInfo(name)
            entry.size = len(SERVER)
            archive.addfile(entry, io.BytesIO(SERVER.encode()))
    files = desk.read(desk.file("alice.tar", packed.getvalue())).tree.files
    assert [file.path for file in files] == [b"caf\xe9.txt", b"tcp_echo.py"]


def test_backslashes_from_windows_are_folders(desk: Desk) -> None:
    entry = zipfile.ZipInfo("placeholder")
    entry.filename = "src\\tcp_echo.py"
    entry.create_system = 0
    path = desk.zip_infos([(entry, SERVER), (zipfile.ZipInfo("x.txt"), "")])
    assert desk.only(path).path == "src/tcp_echo.py"


def test_nested_archives_are_not_opened(desk: Desk) -> None:
    with open(desk.zip({"tcp_echo.py": SERVER}, "inner.zip"), "rb") as inner:
        path = desk.zip({"inner.zip": inner.read()})
    assert "no program of the lecture" in desk.refused(path)


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../x.py", "a/../../x.py", "a/.."])
def test_a_name_that_leads_out_is_refused(desk: Desk, name: str) -> None:
    for path in (desk.zip({name: SERVER}), desk.tar([(member(name), b"x")])):
        assert "a name that leads out of it" in desk.refused(path)


@pytest.mark.parametrize("name", ["/etc/x.py", "C:/x.py"])
def test_an_absolute_name_is_refused(desk: Desk, name: str) -> None:
    for path in (desk.zip({name: SERVER}), desk.tar([(member(name), b"x")])):
        assert "an absolute name" in desk.refused(path)


@pytest.mark.parametrize("name", ["x" * 256, "/".join(["x" * 200] * 11)])
def test_a_name_that_no_file_system_holds_is_refused(desk: Desk, name: str) -> None:
    assert "too long" in desk.refused(desk.zip({name: SERVER}))


def test_a_name_with_a_nul_byte_is_refused(desk: Desk) -> None:
    path = desk.zip({"tcp_echoZ.py": SERVER})
    with open(path, "rb") as file:
        content = file.read().replace(b"tcp_echoZ.py", b"tcp_echo\0.py")
    assert "a name with a NUL byte" in desk.refused(desk.file("alice.zip", content))


@pytest.mark.parametrize("target", ["../x", "/etc/passwd", "a/../../x", ""])
def test_a_link_that_leads_out_is_refused(desk: Desk, target: str) -> None:
    entry = zipfile.ZipInfo("out")
    entry.create_system, entry.external_attr = 3, LINK << 16
    server = zipfile.ZipInfo("tcp_echo.py")
    for path in (
        desk.zip_infos([(server, SERVER), (entry, target)]),
        desk.tar([(member("tcp_echo.py"), SERVER.encode()), (member("out", tarfile.SYMTYPE, target), b"")]),
    ):
        assert "a link that leads out of it" in desk.refused(path)


def test_a_link_into_the_top_folder_by_its_name_leads_out_once_that_is_gone(desk: Desk) -> None:
    members = [(member("top/tcp_echo.py"), SERVER.encode()), (member("top/l", tarfile.SYMTYPE, "../top/x"), b"")]
    assert "leads out" in desk.refused(desk.tar(members))


def test_a_file_below_a_link_is_refused(desk: Desk) -> None:
    members = [(member("a"), b"x"), (member("l", tarfile.SYMTYPE, "."), b""), (member("l/tcp_echo.py"), b"x")]
    assert "both as a folder and as something else" in desk.refused(desk.tar(members))


def test_a_hard_link_to_what_is_not_there_is_refused(desk: Desk) -> None:
    members = [(member("tcp_echo.py"), SERVER.encode()), (member("x", tarfile.LNKTYPE, "shadow"), b"")]
    assert "a hard link to what is not in it" in desk.refused(desk.tar(members))


@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_a_device_in_a_tar_is_refused(desk: Desk, kind: bytes) -> None:
    assert "null, which is a device" in desk.refused(desk.tar([(member("null", kind), b"")]))


@pytest.mark.parametrize("kind", [stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_a_device_in_a_zip_is_refused(desk: Desk, kind: int) -> None:
    assert "null, which is a device" in desk.refused(desk.zip_entry("null", "", kind | 0o644))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(desk: Desk) -> None:
    path = desk.zip_infos([(zipfile.ZipInfo("x.py"), SERVER), (zipfile.ZipInfo("./x.py"), "")])
    assert "two files of the same name: x.py" in desk.refused(path)


def test_an_encrypted_zip_is_refused(desk: Desk) -> None:
    with open(desk.zip({"tcp_echo.py": SERVER}), "rb") as file:
        content = bytearray(file.read())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "is encrypted" in desk.refused(desk.file("alice.zip", bytes(content)))


def test_a_method_that_unpacks_without_bounds_is_refused(desk: Desk) -> None:
    entry = zipfile.ZipInfo("tcp_echo.py")
    entry.compress_type = zipfile.ZIP_LZMA
    assert "packed by method 14" in desk.refused(desk.zip_infos([(entry, SERVER)]))


@pytest.mark.parametrize("name", ["alice.zip", "alice.tar", "alice.tgz"])
@pytest.mark.parametrize("content", [b"nonsense", b"\x1f\x8bnonsense", b"PK\x03\x04" + b"x" * 600])
def test_a_broken_archive_is_refused(desk: Desk, name: str, content: bytes) -> None:
    assert "is a broken archive" in desk.refused(desk.file(name, content))


def test_a_broken_archive_is_told_what_it_looks_like(desk: Desk) -> None:
    assert "looks like a gzip file" in desk.refused(desk.file("alice.zip", gzip.compress(b"x" * 99)))


@pytest.mark.parametrize("name", ["alice.tar", "alice.tgz"])
def test_an_archive_that_was_cut_short_is_refused(desk: Desk, name: str) -> None:
    with open(desk.tar([(member("tcp_echo.py"), SERVER.encode() * 99)], name), "rb") as file:
        content = file.read()
    assert "is a broken archive" in desk.refused(desk.file(name, content[: len(content) // 4]))


def test_a_tar_with_a_bad_header_in_its_middle_is_refused(desk: Desk) -> None:
    with open(desk.tar([(member("tcp_echo.py"), SERVER.encode()), (member("x"), b"")], "alice.tar"), "rb") as file:
        content = bytearray(file.read())
    content[1024 + 148] ^= 1
    assert "what follows entry 1 is no header" in desk.refused(desk.file("alice.tar", bytes(content)))


@pytest.mark.parametrize("name", ["alice.zip", "alice.tar", "alice.tgz"])
def test_an_archive_of_no_bytes_is_refused(desk: Desk, name: str) -> None:
    assert "is empty" in desk.refused(desk.file(name, b""))


def test_an_archive_without_files_is_refused(desk: Desk) -> None:
    assert "is empty" in desk.refused(desk.zip({}))
    assert "is empty" in desk.refused(desk.tar([]))
    assert "is empty" in desk.refused(desk.zip({"folder/": ""}))


# --- bombs --------------------------------------------------------------------------------------


def test_too_many_entries_are_refused(desk: Desk) -> None:
    assert "more than 5,000" in desk.refused(desk.zip({f"{number}.txt": "" for number in range(5_001)}))


def test_too_many_folders_that_are_only_implied_are_refused(desk: Desk) -> None:
    deep = {f"{number}/" + "/".join("x" * 600) + "/f": "" for number in range(9)}
    assert "more than 5,000" in desk.refused(desk.zip(deep))


def test_too_many_listed_entries_are_refused_before_they_are_read(desk: Desk) -> None:
    assert "more than 5,000" in desk.refused(desk.file("alice.zip", b"PK\x01\x02" * 50_001))


def test_too_many_bytes_are_refused(desk: Desk) -> None:
    members = [(member(f"{number}.bin"), bytes(22 << 20)) for number in range(3)]
    assert "more than 64 MiB" in desk.refused(desk.tar(members, "alice.tar"))


def test_an_archive_file_that_is_too_large_is_refused(desk: Desk) -> None:
    path = desk.file("alice.tar", b"")
    with open(path, "r+b") as file:
        file.truncate((64 << 20) + 1)
    assert "more than 64 MiB" in desk.refused(path)


def test_a_bomb_is_stopped_in_a_zip(desk: Desk) -> None:
    assert "200 times its size" in desk.refused(desk.zip({"tcp_echo.py": SERVER, "bomb": bytes(8 << 20)}))


def test_a_bomb_is_stopped_in_a_tar(desk: Desk) -> None:
    assert "200 times its size" in desk.refused(desk.tar([(member("bomb"), bytes(8 << 20))]))


def test_a_bomb_that_lies_about_its_packed_size_is_stopped(desk: Desk) -> None:
    with open(desk.zip({"bomb": bytes(8 << 20), "y": ""}), "rb") as file:
        content = bytearray(file.read())
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 20, 1 << 30)
    message = desk.refused(desk.file("alice.zip", bytes(content)))
    assert "200 times its size" in message or "broken archive" in message


def test_many_small_bombs_are_stopped_together(desk: Desk) -> None:
    bombs = {f"{number}": bytes(900 << 10) for number in range(9)}
    assert "200 times its size" in desk.refused(desk.zip(bombs))


def test_a_text_of_blanks_below_a_mebibyte_is_no_bomb(desk: Desk) -> None:
    assert desk.only(desk.zip({"tcp_echo.py": SERVER + " " * (900 << 10)})).name == "tcp-echo"


def test_a_stack_of_gzip_members_is_counted_together(desk: Desk) -> None:
    content = gzip.compress(bytes(1 << 20)) * 9
    assert "200 times its size" in desk.refused(desk.file("alice.tgz", content))
