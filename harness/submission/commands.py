"""Makes programs of the entries of a manifest, and sees that what they start is there.

Owns the look into the tree and on PATH. Runs nothing.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
from collections.abc import Iterator
from difflib import get_close_matches

from msgspec.structs import replace

from harness.errors import UsageError
from harness.model import File, Program, Tree
from harness.submission.brought import sources_of
from harness.submission.kinds import is_python, is_recipe
from harness.submission.manifest import MANIFEST, Entry
from harness.submission.naming import clipped, shown
from harness.submission.program import with_facts, with_texts
from harness.submission.programs import is_class
from harness.submission.readings import read_main

_PYTHON = re.compile(r"\{python\}|(.*/)?python(3(\.\d+)?)?")
_PLACEHOLDER = re.compile(r"\{(?!python\})\w+\}")


def program_of(name: str, entry: Entry, tree: Tree) -> Program:
    """The program of one manifest entry, with the facts of its main file.

    Raises ``UsageError`` where its command or its build starts what does not exist.
    """
    files = {file.path: file for file in tree.files}
    links = {link.path for link in tree.links}
    check = _Check(name, files, links)
    if entry.build:
        check.start("build", entry.build[0], built=False)
    check.start("command", entry.command[0], built=bool(entry.build))
    if not entry.build:
        check.script(entry.command)
    if is_class(name):
        check.module(entry.command)
    mains = list(_main_files(entry, files))
    program = _as_read(name, entry, mains, tree)
    # another interpreter, such as python2, may well parse what this one does not
    fault = program.fault if _PYTHON.fullmatch(entry.command[0]) else None
    # whoever names a placeholder takes what is put in it, whatever can be read in the source
    placed = any(_PLACEHOLDER.search(word) for word in entry.command)
    return replace(
        program,
        command=entry.command,
        build=entry.build,
        env=entry.env,
        port=entry.port,
        authkey=_authkey(entry, program),
        takes_arguments=program.takes_arguments or placed,
        fault=fault,
    )


def _as_read(name: str, entry: Entry, mains: list[File], tree: Tree) -> Program:
    """The program with what is read in its sources: those of its ``mains``, or of what a recipe builds."""
    if mains:
        program = with_facts(read_main(mains[0], tree), name, MANIFEST)
    else:
        program = Program(name=name, path=clipped(entry.command[0]), command=(), recognised_by=MANIFEST)
    foreign = [main for main in mains if not is_python(main)]
    if mains and not foreign:
        return program
    words = (*entry.command, *entry.build)
    whole = with_texts(program, list(sources_of(foreign, words, tree.files)), tree.files)
    if mains and is_python(mains[0]):
        return replace(program, takes_arguments=program.takes_arguments or whole.takes_arguments)
    return whole


def _authkey(entry: Entry, program: Program) -> str | None:
    """What the manifest says of the key, else what the source does; ``None`` for the one that is drawn."""
    said = entry.env.get("AUTHKEY") if entry.authkey is None else entry.authkey
    words = (*entry.command, *entry.env.values())
    if said is None and not any("{authkey}" in word for word in words):
        return program.authkey
    return None if said is None or said == "{authkey}" else said


class _Check:
    """Sees that the first word of a command can be started."""

    def __init__(self, program: str, files: dict[bytes, File], links: set[bytes]) -> None:
        self.program = program
        self.files = files
        self.links = links

    def start(self, key: str, word: str, *, built: bool) -> None:
        """Raise ``UsageError`` where ``word`` is no program; one in the tree may be ``built`` first."""
        if re.search(r"\{\w+\}", word):
            return
        if "/" not in word:
            if shutil.which(word) is None:
                raise self._missing(key, word, "not on this machine's PATH", self._local(word))
        elif word.startswith("/"):
            if not (os.path.isfile(word) and os.access(word, os.X_OK)):
                raise self._missing(key, word, "not on this machine", "Install it, or name another.")
        elif not built:
            self._in_tree(key, word)

    def script(self, command: tuple[str, ...]) -> None:
        """Raise ``UsageError`` where a Python command names a script that is not in the tree."""
        word = next((word for word in command[1:] if not word.startswith("-")), "")
        if not _PYTHON.fullmatch(command[0]) or not word.endswith(".py") or word.startswith("/"):
            return
        if _path(word) not in self.files and _path(word) not in self.links:
            raise self._missing("command", word, "not in the submission", self._near(word))

    def module(self, command: tuple[str, ...]) -> None:
        """Raise ``UsageError`` where a command does not name one module, as that of a class must.

        A class is no process of its own: its command says which interpreter loads which file, for a driver to put to
        use, so that there is nothing for arguments to reach.
        """
        interpreter, *words = command
        names_file = len(words) == 1 and words[0].endswith(".py")
        names_module = len(words) == 2 and words[0] == "-m"
        if not _PYTHON.fullmatch(interpreter) or not (names_file or names_module):
            raise UsageError(
                f"{MANIFEST}: {self.program} is a Python class, so command in [programs.{self.program}] can only name"
                " the file that defines it.",
                'Write command = ["{python}", "FILE.py"].',
            )

    def _in_tree(self, key: str, word: str) -> None:
        path = _path(word)
        if path in self.links:
            return
        file = self.files.get(path)
        if file is None:
            raise self._missing(
                key, word, "not in the submission, and there is no build that makes it", self._near(word)
            )
        if not file.executable:
            cure = "Set its executable bit (chmod +x) before packing, or begin the command with its interpreter."
            raise self._missing(key, word, "not executable", cure)

    def _missing(self, key: str, word: str, why: str, cure: str) -> UsageError:
        return UsageError(
            f"{MANIFEST}: {key} in [programs.{self.program}] starts {clipped(word)}, which is {why}.", cure
        )

    def _local(self, word: str) -> str:
        if _path(word) in self.files:
            return f'It is in the submission: write "./{shown(word)}".'
        return f'Install it, or write "./{shown(word)}" if it is a file of the submission.'

    def _near(self, word: str) -> str:
        names = [shown(path) for path in self.files]
        close = get_close_matches(posixpath.normpath(word), names, n=1)
        return f"Did you mean {close[0]}?" if close else "Check the name; it counts from the submission's root."


def _main_files(entry: Entry, files: dict[bytes, File]) -> Iterator[File]:
    """Files that the command names, then those that the build translates, its last word first."""
    for word, following in zip(entry.command, (*entry.command[1:], ""), strict=True):
        module = following.replace(".", "/") if word == "-m" else ""
        for name in (word, f"{module}.py", f"{module}/__main__.py"):
            if _path(name) in files:
                yield files[_path(name)]
    for word in reversed(entry.build):
        file = files.get(_path(word))
        if file is not None and not is_recipe(file):
            yield file


def _path(word: str) -> bytes:
    return posixpath.normpath(word).encode("utf-8", "surrogateescape")
