"""Which other files of a submission a source of another language than Python brings in.

Owns the lines by which they do so, and how a file is named there. May not know what is read in the files.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence

from harness.model import File
from harness.submission.kinds import is_recipe, is_source

# C, Java, JavaScript, Perl, Ruby, Rust, shell
_BRINGS = re.compile(
    r"^\s*(?:#\s*include|import|use|mod|require|source|\.)(?:\s|[\"'<])|\b(?:require|import)\s*\(|\bfrom\s*[\"']"
)
_WORD = re.compile(r"[\w-]+")
_MOST_TEXT = 256 << 10


def sources_of(mains: Iterable[File], words: Iterable[str], files: Sequence[File]) -> Iterator[File]:
    """The sources of a program: its ``mains``, and what they bring in.

    Where it has none, since a recipe builds it, they are those that are called by one of the ``words`` of its build and
    command, or else all there are.
    """
    called = {name for word in words for name in _WORD.findall(word)}
    built = [file for file in files if is_source(file) and not is_recipe(file)]
    return brought_in(list(mains) or [each for each in built if _stem(each) in called] or built, files)


def brought_in(mains: Iterable[File], files: Iterable[File]) -> Iterator[File]:
    """``mains``, and those of ``files`` in other languages that they bring in, each once.

    A header brings in what is compiled of its name.
    """
    sources = [file for file in files if is_source(file)]
    seen, waiting = set[bytes](), list(mains)
    while waiting:
        file = waiting.pop(0)
        if file.path not in seen:
            seen.add(file.path)
            yield file
            words = _words(file.content[:_MOST_TEXT].decode("utf-8", "replace"))
            waiting += [each for each in sources if _stem(each) in words]


def _words(text: str) -> frozenset[str]:
    return frozenset(word for line in text.splitlines() if _BRINGS.search(line) for word in _WORD.findall(line))


def _stem(file: File) -> str:
    return posixpath.splitext(posixpath.basename(file.path))[0].decode("utf-8", "replace")
