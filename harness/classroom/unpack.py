"""Unpacks the archive in which a platform hands out a whole class.

Owns what may come out of it: files and folders below the place they are unpacked to, and not more than fits. What
students packed themselves stays packed: their archives are opened one by one, by the process that grades them.
"""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from pathlib import Path

from harness.classroom.platforms import MOODLE
from harness.classroom.tries import entries
from harness.errors import UsageError
from harness.submission.limits import CHUNK, MIB
from harness.submission.naming import shown
from harness.submission.tree import clean_path

MOST_BYTES = 8192 * MIB
_CURE = "Download it again, or unpack it yourself and give the folder."


def unpacked(archive: Path, place: Path, most: int = MOST_BYTES) -> Path:
    """The folder that ``archive`` comes to, made anew at ``place``; a single top folder that holds all is taken away.

    Raises ``UsageError`` for what is no zip, for names that lead out, and for more than ``most`` bytes.
    """
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    room = most
    try:
        with zipfile.ZipFile(archive) as packed:
            for info in packed.infolist():
                room -= _unpack(packed, info, archive, place, room)
    except UsageError:
        raise
    except OSError as fault:
        raise UsageError(f"{shown(str(archive))} cannot be unpacked: {fault.strerror or fault}.", _CURE) from fault
    except Exception as fault:  # the standard parser raises nearly anything on a broken file
        raise UsageError(f"{shown(str(archive))} is a broken zip: {shown(str(fault))}.", _CURE) from fault
    inside = entries(place)
    wrapped = len(inside) == 1 and inside[0].is_dir() and not MOODLE.fullmatch(inside[0].name)
    return inside[0] if wrapped else place


def _unpack(packed: zipfile.ZipFile, info: zipfile.ZipInfo, archive: Path, place: Path, room: int) -> int:
    """Unpack one entry; the bytes it took."""
    name = clean_path(shown(str(archive)), _name(info))
    target = place / os.fsdecode(name)
    if not name or info.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return 0
    mode = info.external_attr >> 16 if info.create_system == 3 else 0
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with packed.open(info) as source, target.open("xb") as sink:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > room:
                raise UsageError(f"{shown(str(archive))} holds more than a class does.", _CURE)
            sink.write(chunk)
    if mode & stat.S_IXUSR:
        target.chmod(target.stat().st_mode | stat.S_IXUSR)
    return size


def _name(info: zipfile.ZipInfo) -> bytes:
    """UTF-8 with or without its flag: platforms write both."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
