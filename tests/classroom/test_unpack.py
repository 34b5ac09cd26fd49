"""The archive of a whole class: what comes out of it, and what may not."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from harness.classroom.unpack import unpacked
from harness.errors import UsageError


def pack(path: Path, **content: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_files_and_folders_come_out_and_a_second_time_anew(tmp_path: Path) -> None:
    place = tmp_path / "place"
    unpacked(pack(tmp_path / "old.zip", **{"gone.py": "x"}), place)
    folder = unpacked(pack(tmp_path / "new.zip", **{"a_1_2_Žofie.py": "x", "b/server.py": "y"}), place)
    assert names_in(folder) == ["a_1_2_Žofie.py", "b/server.py"]


def test_a_single_folder_that_holds_everything_is_taken_away(tmp_path: Path) -> None:
    folder = unpacked(pack(tmp_path / "c.zip", **{"hw1/alice.py": "x", "hw1/bob.py": "y"}), tmp_path / "place")
    assert names_in(folder) == ["alice.py", "bob.py"]


def test_the_folder_of_a_single_student_is_kept(tmp_path: Path) -> None:
    name = "Jan_5_assignsubmission_file_"
    folder = unpacked(pack(tmp_path / "c.zip", **{f"{name}/server.py": "x"}), tmp_path / "place")
    assert names_in(folder) == [f"{name}/server.py"]


def test_what_students_packed_stays_packed(tmp_path: Path) -> None:
    inner = pack(tmp_path / "inner.zip", **{"server.py": "x"})
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.write(inner, "alice.zip")
        archive.writestr("bob.py", "x")
    assert names_in(unpacked(tmp_path / "c.zip", tmp_path / "place")) == ["alice.zip", "bob.py"]


def test_a_program_stays_one_and_a_link_does_not_come_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        for name, mode in (("run", stat.S_IFREG | 0o755), ("link", stat.S_IFLNK | 0o777)):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, mode << 16
            archive.writestr(info, "/etc/passwd")
        archive.writestr("plain.py", "x")
    folder = unpacked(tmp_path / "c.zip", tmp_path / "place")
    assert names_in(folder) == ["plain.py", "run"]
    assert (folder / "run").stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize("name", ["../out.py", "/out.py", "a/../../out.py"])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="name"):
        unpacked(pack(tmp_path / "c.zip", **{name: "x"}), tmp_path / "deep" / "place")
    assert names_in(tmp_path) == ["c.zip"]


def test_more_than_there_is_room_for_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds more than"):
        unpacked(pack(tmp_path / "c.zip", **{"a.py": "x" * 2000, "b.py": "x" * 2000}), tmp_path / "place", 3000)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no more", b"#!/bin/sh\n"])
def test_what_is_no_zip_is_one_message(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.zip").write_bytes(content)
    with pytest.raises(UsageError, match="broken zip"):
        unpacked(tmp_path / "c.zip", tmp_path / "place")
