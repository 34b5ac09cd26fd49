"""Working copies: what of a submission or a build lies in them, and what is left out."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from harness.launch.workspace import brought, copy, lay_out, put, size_of
from harness.model import File, Link, Tree


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "copy").mkdir()
    return tmp_path / "copy"


@pytest.fixture
def master(tmp_path: Path) -> Path:
    (tmp_path / "master").mkdir()
    return tmp_path / "master"


def test_a_tree_is_laid_out_with_its_bytes_modes_links_and_names(place: Path) -> None:
    tree = Tree(
        files=(
            File(path=b"deep/er/run", content=b"#!/bin/sh\n", executable=True),
            File(path=b"\xff.txt", content=bytes(range(256))),
        ),
        links=(Link(path=b"links/run", target=b"../deep/er/run"),),
        folders=(b"empty/folder",),
    )
    lay_out(tree, place)
    assert os.access(place / "deep/er/run", os.X_OK)
    assert (place / os.fsdecode(b"\xff.txt")).read_bytes() == bytes(range(256))
    assert not os.access(place / os.fsdecode(b"\xff.txt"), os.X_OK) or os.getuid() == 0
    assert (place / "links/run").read_bytes() == b"#!/bin/sh\n"
    assert (place / "empty/folder").is_dir()


def test_a_copy_is_the_same_and_its_own(master: Path, place: Path) -> None:
    (master / "sub").mkdir()
    (master / "sub" / "run").write_bytes(b"one")
    (master / "sub" / "run").chmod(0o750)
    copy(master, place)
    (place / "sub" / "run").write_bytes(b"two")
    assert (master / "sub" / "run").read_bytes() == b"one"
    assert (place / "sub" / "run").stat().st_mode & 0o777 == 0o750


def test_a_link_is_copied_as_a_link_and_never_followed(master: Path, place: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inner").write_text("secret")
    (master / "file").symlink_to(tmp_path / "secret")
    (master / "folder").symlink_to(tmp_path / "folder")
    (master / "broken").symlink_to("/nowhere/at/all")
    (master / "circle").symlink_to("circle")
    copy(master, place)
    assert sorted(path.name for path in place.iterdir() if path.is_symlink()) == ["broken", "circle", "file", "folder"]
    assert os.readlink(place / "file") == str(tmp_path / "secret")


def test_special_files_are_left_out(master: Path, place: Path) -> None:
    os.mkfifo(master / "fifo")
    with socket.socket(socket.AF_UNIX) as sock:
        # the name of such a socket may be 108 bytes long
        here = Path.cwd()
        os.chdir(master)
        try:
            sock.bind("socket")
        finally:
            os.chdir(here)
        (master / "plain").write_text("plain")
        copy(master, place)
    assert os.listdir(place) == ["plain"]


def test_setuid_is_not_copied_and_what_was_unreadable_can_be_replaced(master: Path, place: Path) -> None:
    (master / "run").write_text("x")
    (master / "run").chmod(0o4755)
    copy(master, place)
    assert (place / "run").stat().st_mode & 0o7777 == 0o755


def test_the_files_of_the_kit_replace_what_was_brought(place: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("untouched")
    (place / "server_cert.pem").write_text("own")
    (place / "server_key.pem").symlink_to(outside)
    (place / "ca.pem").mkdir()
    (place / "ca.pem" / "inner").symlink_to(tmp_path)
    put(dict.fromkeys((b"server_cert.pem", b"server_key.pem", b"ca.pem", b"new.pem"), b"ours"), place)
    assert [path.read_bytes() for path in place.iterdir()] == [b"ours"] * 4
    assert outside.read_text() == "untouched"


def test_a_file_of_the_kit_may_lie_deeper_and_bear_any_name(place: Path) -> None:
    put({b"keys/of/server.key": b"ours", b"\xff.pem": b"ours"}, place)
    assert (place / "keys" / "of" / "server.key").read_bytes() == b"ours"
    assert (place / os.fsdecode(b"\xff.pem")).read_bytes() == b"ours"


def test_a_file_of_the_kit_is_never_written_through_a_link_nor_below_a_file(place: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (place / "keys").symlink_to(tmp_path / "outside")
    (place / "real").mkdir()
    (place / "real" / "deeper").symlink_to("/nowhere")
    (place / "file").write_text("theirs")
    names = (b"keys/server.key", b"real/deeper/server.key", b"file/server.key", b"keys/more/server.key", b"last.pem")
    put(dict.fromkeys(names, b"ours"), place)
    assert os.listdir(tmp_path / "outside") == []
    assert (place / "file").read_text() == "theirs"
    assert (place / "last.pem").read_bytes() == b"ours"


def test_what_was_brought_is_known_from_the_tree_whatever_kind_of_thing_it_is() -> None:
    tree = Tree(
        files=(File(path=b"a.pem", content=b""),),
        links=(Link(path=b"b.pem", target=b"a.pem"),),
        folders=(b"c.pem",),
    )
    assert brought(tree, (b"c.pem", b"b.pem", b"a.pem", b"a.pem", b"d.pem")) == (b"c.pem", b"b.pem", b"a.pem")


def test_sizes_are_counted_in_pages_and_by_name(master: Path) -> None:
    (master / "one").write_bytes(b"x")
    os.link(master / "one", master / "two")
    with (master / "hole").open("wb") as stream:
        stream.truncate(1 << 20)
    (master / "link").symlink_to("hole")
    assert size_of(master) in range(2 * 4096 + (1 << 20), 3 * 4096 + (1 << 20) + 1)
