"""Parses Python source without running it, and makes the most of source that does not parse.

Owns decoding, parsing and salvage. May not know what the source is searched for.
"""

from __future__ import annotations

import ast
import dataclasses
import io
import re
import tokenize
import warnings
from collections.abc import Iterator

from harness.model import SyntaxFault
from harness.submission.naming import clipped

# a lecture program has some kilobytes; a syntax tree takes a hundredfold of its source in memory
LARGEST = 128 << 10
_MOST_LINES = 2_000
_LONGEST_LINE = 1_000
_IMPORT = re.compile(r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*\(([^()]*)\)", re.MULTILINE)
# what is copied along from a terminal or a page: the prompt, the number of the line
_COPIED = re.compile(r"^\s*(?:>>>|\.\.\.|\d+[:.|]?(?=\s))")
_STRING = re.compile(r"""[bBrRuUfF]{0,2}("[^"\\\n]*"|'[^'\\\n]*')""")
_ATOM = re.compile(r"(?<![\w.])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(\(|=(?!=))?")
_METHOD = re.compile(r"[)\]]\.([A-Za-z_]\w*)")
_NUMBER = re.compile(r"(?<![\w.])\d{1,5}(?![\w.])")


@dataclasses.dataclass(frozen=True)
class Source:
    """A parsed source: the tree (salvaged where ``fault`` is set) and why it does not parse."""

    tree: ast.Module
    fault: SyntaxFault | None = None


def read_source(path: str, content: bytes) -> Source:
    """Parse ``content``; never raises for what stands in it. ``path`` is how the file is shown.

    Encodings follow PEP 263, as the interpreter itself reads them.
    """
    if len(content) > LARGEST:
        return Source(ast.Module([], []))
    try:
        return Source(_parsed(content))
    except SyntaxError as error:
        fault = _fault(path, content, error)
    except ValueError as error:  # 3.11 says so of a NUL byte; 3.12 calls it a SyntaxError
        line = content[: max(content.find(b"\0"), 0)].count(b"\n") + 1
        fault = _fault(path, content, SyntaxError(str(error), (path, line, 1, None)))
    except (RecursionError, MemoryError):
        fault = _fault(path, content, SyntaxError("too deeply nested to be parsed", (path, 1, 1, None)))
    return Source(_salvaged(text_of(content)), fault)


def _parsed(content: bytes | str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an odd escape is the author's affair
        return ast.parse(content)


def text_of(content: bytes) -> str:
    """The text of a source in its own encoding; what does not decode is replaced."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return content.decode(encoding, "replace")
    except (SyntaxError, LookupError, UnicodeError, ValueError):
        return content.decode("utf-8", "replace")


def _fault(path: str, content: bytes, error: SyntaxError) -> SyntaxFault:
    line = max(error.lineno or 1, 1)
    lines = re.split(r"\r\n|\r|\n", text_of(content))
    text = lines[line - 1] if line <= len(lines) else error.text or ""
    return SyntaxFault(
        path=path,
        line=line,
        column=max(error.offset or 1, 1),
        text=clipped(text.replace("\t", "    ").rstrip()),
        message=clipped(error.msg),
    )


# --- salvage ------------------------------------------------------------------------------------


def _salvaged(text: str) -> ast.Module:
    """A tree of the lines that parse by themselves, and of the names in those that do not.

    Enough to see which modules and methods a program uses, whatever keeps it from being parsed.
    """
    body: list[ast.stmt] = []
    for module, names in _IMPORT.findall(text):
        body += _attempt(f"from {module} import {' '.join(names.split()).rstrip(', ')}")
    for line in text.splitlines()[:_MOST_LINES]:
        stripped = re.sub(_COPIED, "", line, count=1).strip()[:_LONGEST_LINE]
        whole = _attempt(stripped) or _attempt(f"{stripped} pass") or _attempt(f"{stripped}: pass")
        body += whole or list(_atoms(stripped))
    return ast.Module(body, [])


def _attempt(line: str) -> list[ast.stmt]:
    try:
        return _parsed(line).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _atoms(line: str) -> Iterator[ast.stmt]:
    """Names, calls, keywords, strings and numbers of a line that does not parse, each by itself."""
    strings = ", ".join(match.group() for match in _STRING.finditer(line))
    yield from _attempt(f"_({strings})")
    bare = re.sub(r"#.*", "", _STRING.sub('""', line))
    for name, mark in _ATOM.findall(bare):
        pattern = {"(": "{}()", "=": "_({}=True)"}.get(mark, "{}")
        yield from _attempt(pattern.format(name))
    for name in _METHOD.findall(bare):
        yield from _attempt(f"_.{name}()")
    for number in _NUMBER.findall(bare):
        yield from _attempt(f"_ = {number}")
