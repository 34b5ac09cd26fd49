"""Settles which files of a program's working copy get certificates and keys, and which of them.

Owns how the sources of a submission, the names of its files and what is in them are weighed. May not know the
certificates themselves.
"""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from harness.model import File, PemFile, Program, Role, Tree
from harness.submission.kinds import is_python, is_script, is_source
from harness.submission.naming import shown
from harness.submission.pem_names import SUFFIX, Part, file_part, named_side
from harness.submission.pem_uses import Use, uses_in, uses_in_text
from harness.submission.programs import FAMILIES
from harness.submission.source import LARGEST, read_source

_MOST = 64
_MOST_READ = 512 << 10
_KEY = re.compile(rb"^-----BEGIN (?!OPENSSH)(?:[A-Z0-9]+ )*PRIVATE KEY-----", re.MULTILINE)
_CERTIFICATE = re.compile(rb"^-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----", re.MULTILINE)
_WORDS = re.compile(rb"cert|ca_?file|keyfile|\.pem|\.key\b|\.crt|\.cer", re.IGNORECASE)


@dataclasses.dataclass
class _Wanted:
    """What is known of one path: all that it is used as, and whose it is."""

    parts: set[Part] = dataclasses.field(default_factory=set)
    side: str = ""


def with_credentials(tree: Tree, programs: Iterable[Program]) -> tuple[Program, ...]:
    """``programs``, each with the files that it takes for certificates and keys, or that it brought as such."""
    uses = [(shown(file.path), tuple(found)) for file, found in _sources(tree)]
    desk = _Desk(tree)
    return tuple(replace(program, credentials=_credentials(program, uses, desk)) for program in programs)


def _credentials(program: Program, uses: list[tuple[str, tuple[Use, ...]]], desk: _Desk) -> tuple[PemFile, ...]:
    """What calls say, its own source first; then what was brought; then what names alone say."""
    # stable: False sorts first
    said = [use for _, found in sorted(uses, key=lambda each: each[0] != program.path) for use in found]
    wanted: dict[bytes, _Wanted] = {}

    def add(path: bytes, part: Part, side: str) -> None:
        if path in wanted or len(wanted) < _MOST:
            entry = wanted.setdefault(path, _Wanted())
            entry.parts.add(part)
            entry.side = entry.side or side

    for use in said:
        if use.firm and desk.may_replace(use.path, firm=True):
            add(use.path, use.part, use.side)
    for path, parts in desk.brought.items():
        for part in parts:
            add(path, part, "")
    settled = set(wanted)
    for use in said:
        if not use.firm and use.path not in settled and desk.may_replace(use.path, firm=False):
            add(use.path, use.part, use.side)
    return tuple(PemFile(path=path, role=_role(path, each, program.name)) for path, each in wanted.items())


def _role(path: bytes, wanted: _Wanted, program: str) -> Role:
    name = shown(path)
    # a name that says what it is holds that as well: server_cert.pem stays a certificate where it is also trusted
    parts = wanted.parts | ({part} if (part := file_part(name)) else set())
    if parts == {Part.AUTHORITY}:
        return Role.AUTHORITY
    client = FAMILIES.get(program, "").endswith(("client", "http"))
    side = named_side(posixpath.basename(name)) or wanted.side or named_side(name) or ("client" if client else "server")
    kind = "pair" if {Part.CERTIFICATE, Part.KEY} <= parts else "key" if Part.KEY in parts else "certificate"
    return Role(f"{side} {kind}")


class _Desk:
    """The files of a submission: which of them are certificates or keys, and where there is room for one."""

    def __init__(self, tree: Tree) -> None:
        self._files = {file.path: file for file in tree.files}
        self._folders = set(tree.folders)
        self._ends = {*self._files, *(link.path for link in tree.links)}
        self.brought = {file.path: parts for file in tree.files if (parts := _held(file))}

    def may_replace(self, path: bytes, *, firm: bool) -> bool:
        """Whether a file of ours may stand at ``path``; where only a name suggests it, never for another file."""
        above = posixpath.dirname(path)
        while above:
            if above in self._ends:
                return False
            above = posixpath.dirname(above)
        file = self._files.get(path)
        if file is None or path in self.brought:
            return path not in self._folders
        return firm and SUFFIX.search(shown(path)) is not None


def _held(file: File) -> set[Part]:
    """What a file in PEM holds; nothing for a source or a text that only quotes some."""
    name, head = shown(file.path), file.content[:_MOST_READ]
    if _is_read(file) or not (SUFFIX.search(name) or head.lstrip().startswith(b"-----BEGIN ")):
        return set()
    held = {Part.KEY} if _KEY.search(head) else set()
    if _CERTIFICATE.search(head):
        held.add(Part.AUTHORITY if not held and file_part(name) is Part.AUTHORITY else Part.CERTIFICATE)
    return held


def _sources(tree: Tree) -> Iterator[tuple[File, Iterable[Use]]]:
    """Every source that speaks of such files, shallow ones first, and what it says; a few in all."""
    budget = _MOST_READ
    for file in sorted(tree.files, key=lambda file: (file.path.count(b"/"), file.path)):
        if not _is_read(file) or len(file.content) > LARGEST or not _WORDS.search(file.content):
            continue
        budget -= len(file.content)
        if budget < 0:
            return
        name = file.path.decode("utf-8", "surrogateescape")
        if is_python(file):
            yield file, uses_in(read_source(name, file.content).tree, name)
        else:
            yield file, uses_in_text(file.content.decode("utf-8", "replace"), name)


def _is_read(file: File) -> bool:
    return is_python(file) or is_source(file) or is_script(file)
