"""wireproof as a wheel, made from what is installed: a machine elsewhere then grades with the very same checks.

Owns the form of a wheel (the binary distribution format, version 1.0). May not know where it is installed.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path

from harness.errors import HarnessError

NAME = "wireproof"
PACKAGES = ("harness", "suites", "reference")
# the oldest date that an archive can hold: the same sources give the same bytes
_WHEN = (1980, 1, 1, 0, 0, 0)
_KIND = "Wheel-Version: 1.0\nGenerator: wireproof\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel() -> tuple[str, bytes]:
    """The name of the wheel and its content. Raises ``HarnessError`` where wireproof is not installed as a package."""
    installed = distribution(NAME)
    metadata, scripts = installed.read_text("METADATA"), installed.read_text("entry_points.txt")
    if metadata is None or scripts is None:
        raise HarnessError("wireproof is not installed as a package.", "Install it with pip, and run this again.")
    info = f"{NAME}-{installed.version}.dist-info"
    files = {
        **dict(_sources()),
        f"{info}/METADATA": metadata.encode(),
        f"{info}/WHEEL": _KIND.encode(),
        f"{info}/entry_points.txt": scripts.encode(),
    }
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD")
    return f"{NAME}-{installed.version}-py3-none-any.whl", archive(files)


def archive(files: Mapping[str, bytes], executable: frozenset[str] = frozenset()) -> bytes:
    """A zip of ``files``, the same bytes each time; those that are ``executable`` are marked so."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as stream:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name in executable else 0o100644) << 16
            stream.writestr(entry, content)
    return made.getvalue()


def _sources() -> Iterator[tuple[str, bytes]]:
    for package in PACKAGES:
        root = Path(import_module(package).__path__[0])
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root.parent)
            # what was made by running or checking it is no part of it
            hidden = any(part == "__pycache__" or part.startswith(".") for part in name.parts)
            if path.is_file() and not hidden:
                yield name.as_posix(), path.read_bytes()


def _record(files: Mapping[str, bytes], itself: str) -> bytes:
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    return "\n".join([*lines, f"{itself},,", ""]).encode()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
