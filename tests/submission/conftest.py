"""A desk on which submissions are laid out, read, and refused."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.errors import UsageError
from harness.model import Program, Submission
from harness.submission import read_submission

Files = Mapping[str, str | bytes]


class Desk:
    """Lays out files under a folder of its own and hands them in."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def file(self, name: str, content: str | bytes, mode: int = 0o644) -> str:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(mode)
        return str(path)

    def folder(self, files: Files, name: str = "alice") -> str:
        (self.root / name).mkdir(exist_ok=True)
        for path, content in files.items():
            self.file(f"{name}/{path}", content)
        return str(self.root / name)

    def zip(self, files: Files, name: str = "alice.zip") -> str:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(path, content)
        return self.file(name, packed.getvalue())

    def zip_entry(self, path: str, content: str, mode: int) -> str:
        entry = zipfile.ZipInfo(path)
        entry.create_system = 3
        entry.external_attr = mode << 16
        return self.zip_infos([(entry, content)])

    def zip_infos(self, entries: list[tuple[zipfile.ZipInfo, str]]) -> str:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for entry, content in entries:
                archive.writestr(entry, content)
        return self.file("alice.zip", packed.getvalue())

    def tar(self, members: list[tuple[tarfile.TarInfo, bytes]], name: str = "alice.tar.gz") -> str:
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz" if name.lower().endswith("gz") else "w") as archive:
            for member, content in members:
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        return self.file(name, packed.getvalue())

    def read(self, path: str, *programs: str) -> Submission:
        return read_submission(path, programs)

    def only(self, path: str, *programs: str) -> Program:
        (program,) = self.read(path, *programs).programs
        return program

    def names(self, path: str, *programs: str) -> list[str]:
        return [program.name for program in self.read(path, *programs).programs]

    def refused(self, path: str, *programs: str) -> str:
        """The whole message with which a path is refused; it always ends with a cure."""
        with pytest.raises(UsageError) as caught:
            self.read(path, *programs)
        assert caught.value.what
        assert caught.value.cure
        message = str(caught.value)
        message.encode("utf-8")
        return message


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
