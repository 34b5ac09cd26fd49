"""Tells what a file is from its bytes, and what to do with one that is no Python source.

Owns the marks of file formats and what is known of other languages. May not know the programs.
"""

from __future__ import annotations

import dataclasses
import json
import posixpath
import re

from harness.errors import UsageError
from harness.model import File
from harness.submission.naming import shown

_MARKS = (
    (b"\x7fELF", "a compiled program (ELF)"),
    (b"MZ", "a compiled program for Windows"),
    (b"\xcf\xfa\xed\xfe", "a compiled program for macOS"),
    (b"\xca\xfe\xba\xbe", "a compiled Java class"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"(\xb5/\xfd", "a zstd file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)
_TAR_MARK = slice(257, 262)
_ENOUGH = 4096
_CLOSED = ("archive", "gzip", "bzip2", "xz", "zstd", "compiled")
_PYTHON = re.compile(
    rb"^(?:import \w[\w.]*(?: as \w+|,[\w., ]+)?|from [\w.]+ import .*|(?:def|class) \w+\(.*\):)\s*$", re.M
)
# texts that begin with two letters of a mark are texts: these two marks count only beside other binary bytes
_WEAK = (b"MZ", b"BZh")


@dataclasses.dataclass(frozen=True)
class Language:
    """How a program in another language is usually built and started; ``{file}`` stands for its source."""

    name: str
    build: tuple[str, ...]
    command: tuple[str, ...]


_LANGUAGES = {
    ".c": Language("C", ("gcc", "-O2", "-o", "server", "{file}"), ("./server", "{port}")),
    ".cc": Language("C++", ("g++", "-O2", "-o", "server", "{file}"), ("./server", "{port}")),
    ".cpp": Language("C++", ("g++", "-O2", "-o", "server", "{file}"), ("./server", "{port}")),
    ".rs": Language("Rust", ("rustc", "-O", "-o", "server", "{file}"), ("./server", "{port}")),
    ".go": Language("Go", ("go", "build", "-o", "server", "{file}"), ("./server", "{port}")),
    ".java": Language("Java", (), ("java", "{file}", "{port}")),
    ".js": Language("JavaScript", (), ("node", "{file}", "{port}")),
    ".mjs": Language("JavaScript", (), ("node", "{file}", "{port}")),
    ".ts": Language("TypeScript", (), ("node", "{file}", "{port}")),
    ".rb": Language("Ruby", (), ("ruby", "{file}", "{port}")),
    ".pl": Language("Perl", (), ("perl", "{file}", "{port}")),
    ".php": Language("PHP", (), ("php", "{file}", "{port}")),
    ".lua": Language("Lua", (), ("lua", "{file}", "{port}")),
    ".sh": Language("shell", (), ("sh", "{file}", "{port}")),
}


def looks_like(content: bytes) -> str:
    """What binary ``content`` looks like, with its article; empty where no mark is known."""
    for mark, kind in _MARKS:
        if content.startswith(mark) and (mark not in _WEAK or not _printable(content)):
            return kind
    return "a tar archive" if content[_TAR_MARK] == b"ustar" else ""


def check_text(file: File) -> None:
    """Raise ``UsageError`` where a file that was handed in alone is empty or no text."""
    name = shown(file.path)
    if not file.content.strip():
        raise UsageError(f"{name} is empty.", "Hand in the program's source.")
    kind = looks_like(file.content)
    if kind or b"\0" in file.content:
        raise UsageError(
            f"{name} is no source text: it looks like {kind or 'binary data'}.",
            "Hand in the source as plain text in UTF-8, or an archive under its usual suffix"
            " (.zip, .tar, .tar.gz, .tgz).",
        )
    if name.lower().endswith(".ipynb"):
        raise UsageError(f"{name} is a notebook, not a program.", "Export it as a Python file and hand that in.")


def closed(file: File) -> str:
    """What a file is in which a program may be that nobody reads, with its article; empty for all others.

    A program of Python's under the suffix of a text is one of them.
    """
    kind = looks_like(file.content)
    if _suffix(file) == ".ipynb":
        return "a notebook"
    if _suffix(file) in {"", ".txt"} and _PYTHON.search(file.content[:_ENOUGH]):
        return "a text that reads like Python"
    return kind if any(word in kind for word in _CLOSED) else ""


def is_python(file: File) -> bool:
    """Whether a file is Python source, by its suffix or its first line; what zipapp packs has such a line too."""
    if file.path.lower().endswith((b".py", b".pyw")):
        return True
    return bool(re.match(rb"#![^\n]*python", file.content)) and b"\0" not in file.content


def is_script(file: File) -> bool:
    """Whether the system itself can start a file: an executable with a first line that says how."""
    return file.executable and file.content.startswith(b"#!")


def is_source(file: File) -> bool:
    """Whether a file is source in one of the other languages that are known here."""
    return _suffix(file) in _LANGUAGES


def is_recipe(file: File) -> bool:
    """Whether a file that a build names says how to build, as scripts and Makefiles do, and is not what is built."""
    return _suffix(file) == ".sh" or not (is_source(file) or is_python(file))


def manifest_for(file: File, program: str, *, server: bool) -> str:
    """Sentences that tell how a ``conformance.toml`` for a file in another language is written.

    A client's arguments are appended to its command; a server's port stands in it.
    """
    language = _LANGUAGES.get(_suffix(file))
    name = shown(posixpath.basename(file.path))
    build, command = (language.build, language.command) if language else ((), ("interpreter", "{file}", "{port}"))
    command = command if server else tuple(word for word in command if word != "{port}")
    lines = [f"[programs.{program}]", *_line("build", build, name), *_line("command", command, name)]
    kind = f" in {language.name}" if language else ""
    return (
        f"To hand in a program{kind}, put {name} and a file conformance.toml into a folder and hand in the folder."
        f" In conformance.toml write:\n" + "\n".join(f"    {line}" for line in lines)
    )


def _line(key: str, words: tuple[str, ...], name: str) -> list[str]:
    filled = [name if word == "{file}" else word for word in words]
    return [f"{key} = {json.dumps(filled, ensure_ascii=False)}"] if words else []


def _suffix(file: File) -> str:
    return posixpath.splitext(file.path)[1].lower().decode("utf-8", "replace")


def _printable(content: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x7f-\xff]", content[:_ENOUGH])
