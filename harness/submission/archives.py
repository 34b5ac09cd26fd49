"""Reads an archive into memory, without unpacking it anywhere and without believing its headers.

Owns the two packers' ways of naming, typing and packing an entry. What may be in a submission is the
builder's to say. Nested archives are not opened. May not touch the file system.
"""

from __future__ import annotations

import dataclasses
import gzip
import io
import re
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Protocol

from harness.errors import UsageError
from harness.model import Tree
from harness.submission.kinds import looks_like
from harness.submission.limits import (
    CHUNK,
    LONGEST_PATH,
    MOST_BYTES,
    MOST_ENTRIES,
    check_ratio,
    too_large,
    too_many_entries,
)
from harness.submission.naming import shown
from harness.submission.tree import ENVIRONMENT_MARK, Builder, clean_path, left_out

ARCHIVE = re.compile(r"\.(zip|tar|tar\.gz|tgz)\Z", re.IGNORECASE)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# entries that are left out may be many (an environment packed along); beyond this nothing is looked at
_MOST_LISTED = 10 * MOST_ENTRIES
_MOST_ENVIRONMENTS = 20
_MOST_HEADERS = 4 * MOST_ENTRIES * tarfile.BLOCKSIZE
_DIRECTORY_MARK = b"PK\x01\x02"  # begins each entry of a zip's directory (APPNOTE 4.3.12)


@dataclasses.dataclass(frozen=True)
class _Entry:
    """One entry as its packer tells of it.

    ``packed`` is the most that it takes in the archive, ``link`` reads the target of a symbolic link,
    ``copy_of`` is the target of a hard link, ``refused`` says what it is where it is nothing allowed.
    """

    path: bytes
    open: Callable[[], IO[bytes]]
    packed: int
    folder: bool = False
    executable: bool = False
    link: Callable[[], bytes] | None = None
    copy_of: bytes | None = None
    refused: str = ""


class _Packer(Protocol):
    def __call__(self, whole: str, content: bytes) -> Iterator[_Entry]: ...


def read_archive(name: str, content: bytes, whole: str) -> Tree:
    """The tree in an archive; a single top folder is taken away.

    ``name`` ends with one of the suffixes of ``ARCHIVE``. Raises ``UsageError`` for a broken, encrypted or
    exploding archive and for every entry that a submission may not have.
    """
    packer: _Packer = _zip_entries if name.lower().endswith(".zip") else _tar_entries
    builder = Builder(whole)
    if not content:
        raise UsageError(f"{whole} is empty.", "Check that the upload was whole.")
    try:
        _collect(builder, list(packer(whole, content)), len(content))
    except UsageError:
        raise
    except Exception as error:  # the standard parsers raise nearly anything on hostile bytes
        raise _broken(whole, content, error) from error
    builder.unwrap()
    return builder.tree()


def _collect(builder: Builder, entries: list[_Entry], packed: int) -> None:
    suffix = b"/" + ENVIRONMENT_MARK
    marks = [entry.path for entry in entries if entry.path.endswith(suffix)]
    environments = tuple(mark.removesuffix(ENVIRONMENT_MARK) for mark in marks[:_MOST_ENVIRONMENTS])
    for entry in entries:
        outside = any(map(left_out, entry.path.split(b"/"))) or (entry.path + b"/").startswith(environments)
        if outside or not entry.path:
            continue
        if entry.refused:
            raise UsageError(
                f"{builder.whole} holds {shown(entry.path)}, which is {entry.refused}.",
                "Pack only files, folders and links.",
            )
        _take(builder, entry)
        check_ratio(builder.whole, builder.meter.total, packed)


def _take(builder: Builder, entry: _Entry) -> None:
    if entry.folder:
        builder.add_folder(entry.path)
    elif entry.link is not None:
        builder.add_link(entry.path, entry.link())
    elif entry.copy_of is not None:
        original = builder.file(entry.copy_of)
        if original is None:
            raise UsageError(
                f"{builder.whole} holds a hard link to what is not in it: {shown(entry.path)}",
                "Put a copy of the file in its place.",
            )
        builder.meter.add(len(original.content))
        builder.add_file(entry.path, original.content, executable=original.executable)
    else:
        builder.add_file(entry.path, _content(builder, entry), executable=entry.executable)


def _content(builder: Builder, entry: _Entry) -> bytes:
    unpacked = bytearray()
    with entry.open() as stream:
        while chunk := stream.read(CHUNK):
            unpacked += chunk
            builder.meter.add(len(chunk))
            check_ratio(builder.whole, len(unpacked), entry.packed)
    return bytes(unpacked)


# --- zip ----------------------------------------------------------------------------------------


def _zip_entries(whole: str, content: bytes) -> Iterator[_Entry]:
    if content.count(_DIRECTORY_MARK) > _MOST_LISTED:
        raise too_many_entries(whole)
    archive = zipfile.ZipFile(io.BytesIO(content))
    for info in archive.infolist():
        if info.flag_bits & 0x1:
            raise UsageError(f"{whole} is encrypted.", "Pack it again without a password.")
        if info.compress_type not in _METHODS:
            # the other methods can't be unpacked in bounded steps
            raise UsageError(
                f"{whole} is packed by method {info.compress_type}, which is not read here.",
                "Pack it again with the usual method, deflate.",
            )
        yield _zip_entry(whole, content, archive, info)


def _zip_entry(whole: str, content: bytes, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> _Entry:
    mode = info.external_attr >> 16 if info.create_system == 3 else 0
    name = _zip_name(info)
    kind = stat.S_IFMT(mode)

    def target() -> bytes:
        with archive.open(info) as stream:
            return stream.read(LONGEST_PATH + 1)

    return _Entry(
        path=clean_path(whole, name),
        open=lambda: archive.open(info),
        packed=min(info.compress_size, len(content)),
        folder=name.endswith(b"/") or kind == stat.S_IFDIR,
        executable=bool(mode & stat.S_IXUSR),
        link=target if kind == stat.S_IFLNK else None,
        refused="" if kind in (0, stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK) else "a device, pipe or socket",
    )


def _zip_name(info: zipfile.ZipInfo) -> bytes:
    """The name as bytes. Packers write UTF-8 with or without its flag; what is none is code page 437."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437")
        name = _decoded(raw) or name
    if info.create_system == 0:  # some packers on Windows write backslashes (against APPNOTE 4.4.17.1)
        name = name.replace("\\", "/")
    return name.encode("utf-8", "surrogateescape")


def _decoded(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


# --- tar ----------------------------------------------------------------------------------------


def _tar_entries(whole: str, content: bytes) -> Iterator[_Entry]:
    plain = _gunzip(whole, content) if content.startswith(b"\x1f\x8b") else content
    archive = tarfile.open(  # noqa: SIM115 - in memory, and its entries are read after this returns
        fileobj=io.BytesIO(plain), mode="r:", encoding="utf-8", errors="surrogateescape"
    )
    end = -1
    for listed, member in enumerate(archive):
        if listed >= _MOST_LISTED:
            raise too_many_entries(whole)
        if member.size < 0 or member.offset <= end:
            raise tarfile.ReadError("its entries overlap")
        end = member.offset
        yield _tar_entry(whole, archive, member, len(content))
    # tarfile takes a bad header for the end of the archive
    if plain[archive.offset : archive.offset + tarfile.BLOCKSIZE].strip(b"\0"):
        raise tarfile.ReadError(f"what follows entry {len(archive.getmembers()):,} is no header")


def _tar_entry(whole: str, archive: tarfile.TarFile, member: tarfile.TarInfo, packed: int) -> _Entry:
    name, target = (text.encode("utf-8", "surrogateescape") for text in (member.name, member.linkname))
    plain = member.type in tarfile.REGULAR_TYPES and not member.issparse()
    known = plain or member.isdir() or member.issym() or member.islnk()

    def contents() -> IO[bytes]:
        return archive.extractfile(member) or io.BytesIO()

    return _Entry(
        path=clean_path(whole, name),
        open=contents,
        packed=packed,
        folder=member.isdir(),
        executable=bool(member.mode & stat.S_IXUSR),
        link=(lambda: target) if member.issym() else None,
        copy_of=clean_path(whole, target) if member.islnk() else None,
        refused="" if known else "a device, pipe or another special file",
    )


def _gunzip(whole: str, content: bytes) -> bytes:
    """All members of a gzip file (RFC 1952), stopped where they grow too large or too fast."""
    plain = bytearray()
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
        while chunk := stream.read(CHUNK):
            plain += chunk
            check_ratio(whole, len(plain), len(content))
            if len(plain) > MOST_BYTES + _MOST_HEADERS:
                raise too_large(whole)
    return bytes(plain)


def _broken(whole: str, content: bytes, error: Exception) -> UsageError:
    kind = looks_like(content)
    guess = f" It looks like {kind}." if kind else ""
    return UsageError(
        f"{whole} is a broken archive: {shown(str(error)) or type(error).__name__}.{guess}",
        "Pack it again, check that the upload was whole, and that the suffix tells what it is.",
    )
