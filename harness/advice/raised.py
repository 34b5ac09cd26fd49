"""Reads the error that a Python program wrote last, and where in its source it arose.

Owns the form of Python's tracebacks. May not know what an error means. All of it comes from a program that may write
what it likes: it is only ever quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.model import Output, Tree
from harness.submission.naming import clipped, shown
from harness.submission.source import text_of

_FRAME = re.compile(r'^ +File "(.+)", line (\d+)(?:, in .+)?$')
_ERROR = re.compile(r"^((?:\w+\.)*[A-Za-z_]\w*)(?:: (.*))?$")
_BAD_BYTES = re.compile(r" in file .+ on line \d+")
_INSTALLED = ("/lib/python", "/lib64/python", "/opt/wireproof/")
_LONGEST_LINE, _LONGEST_MESSAGE = 100, 300
SYNTAX = frozenset({"SyntaxError", "IndentationError", "TabError"})


@dataclass(frozen=True)
class Raised:
    """An error and the last line of the submission's that it came through.

    ``path`` is empty where it came through none. ``source`` is the text of that file, as far as it can be read,
    ``names`` are those of all Python files that were handed in, without their folders.
    """

    kind: str
    message: str
    path: str = ""
    line: int = 0
    source: str = ""
    names: frozenset[str] = frozenset()

    @property
    def is_syntax(self) -> bool:
        """Whether nothing ran, because a file could not be read as Python."""
        return self.kind in SYNTAX

    @property
    def text(self) -> str:
        """The line, without its indentation; nothing where it is not known."""
        return line_of(self.source, self.line)

    @property
    def raw(self) -> str:
        """The line as it stands in the file, with what cannot be seen."""
        return _raw_line(self.source, self.line)


def line_of(source: str, number: int) -> str:
    """One line of a source as it is quoted."""
    return clipped(_raw_line(source, number).strip(" \t"), _LONGEST_LINE)


def _raw_line(source: str, number: int) -> str:
    lines = re.split(r"\r\n|\r|\n", source)
    return lines[number - 1] if 0 < number <= len(lines) else ""


def last_raised(output: Output, tree: Tree, home: str) -> Raised | None:
    """The last error in ``output``; ``home`` is the folder in which the program saw the submission, if it is known."""
    found: tuple[str, str, list[tuple[str, int]]] | None = None
    frames: list[tuple[str, int]] = []
    for line in _written(output).splitlines():
        if frame := _FRAME.match(line):
            frames.append((frame[1], int(frame[2][:9])))
        elif line.startswith("Traceback "):
            frames = []
        elif frames and line[:1].strip():
            if error := _ERROR.match(line):
                found = (error[1].rpartition(".")[2], error[2] or "", frames)
            frames = []
    return _placed(*found, tree, home) if found else None


def _written(output: Output) -> str:
    overlap = max(0, len(output.head) + len(output.tail) - output.total) if output.tail else 0
    return (output.head + output.tail[overlap:]).decode("utf-8", "replace")


def _placed(kind: str, message: str, frames: list[tuple[str, int]], tree: Tree, home: str) -> Raised:
    sources = sources_of(tree)
    names = frozenset(each.rpartition("/")[2] for each in sources)
    message = clipped(_BAD_BYTES.sub("", message), _LONGEST_MESSAGE)
    for path, line in reversed(frames):
        name = _own(path, sources, home)
        if name:
            return Raised(kind, message, name, line, sources[name], names)
    return Raised(kind, message, names=names)


def _own(path: str, sources: dict[str, str], home: str) -> str:
    """The submission's own name of a file that a traceback names; nothing where it is none of its files."""
    if home:
        path = path.removeprefix(f"{home.rstrip('/')}/")
        return path if path in sources else ""
    if any(part in path for part in _INSTALLED):
        return ""
    fitting = [name for name in sources if f"/{path}".endswith(f"/{name}")]
    return max(fitting, key=len, default="")


def sources_of(tree: Tree) -> dict[str, str]:
    """The Python files of a submission, as text, by their paths."""
    return {
        shown(file.path): text_of(file.content)
        for file in tree.files
        if file.path.endswith((b".py", b".pyw")) or len(tree.files) == 1
    }
