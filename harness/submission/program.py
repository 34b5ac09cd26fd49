"""Makes a ``Program`` of one file: how it is started, and the facts of its source.

Owns the command line of a program that no manifest describes. May not know how the file was chosen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from harness.errors import UsageError
from harness.model import File, Program
from harness.submission.facts import (
    MOST,
    arguments_in_text,
    authkey_in,
    authkey_in_text,
    bound_in,
    hosts_in,
    hosts_in_text,
    ports_in,
    ports_in_text,
)
from harness.submission.kinds import is_python, is_script, is_source, manifest_for
from harness.submission.programs import is_class, is_server
from harness.submission.readings import Reading
from harness.submission.signals import S

_MOST_TEXT = 1 << 20


def program_from(reading: Reading, name: str, reason: str) -> Program:
    """``reading`` as program ``name``: Python by the interpreter, a script with a first line by itself.

    Raises ``UsageError`` for a file that can't be started without a manifest.
    """
    program = with_facts(reading, name, reason)
    try:
        path = reading.file.path.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The name of {reading.shown} is not UTF-8, so it cannot be started.", "Rename the file."
        ) from error
    if reading.source:
        return replace(program, command=_python_command(path, reading.source.tree))
    if is_class(name):
        raise UsageError(
            f"{reading.shown} is no Python source, and {name} is a Python class.", "Hand in a Python file."
        )
    if not is_script(reading.file):
        raise needs_manifest(reading, name)
    return replace(program, command=(f"./{path}",))


def _python_command(path: str, tree: ast.Module | None) -> tuple[str, ...]:
    """How a Python source is started: as a module where it belongs to a package, else as a file."""
    *folders, name = path.removesuffix(".py").split("/")
    relative = tree is not None and any(isinstance(each, ast.ImportFrom) and each.level for each in ast.walk(tree))
    if folders and (name == "__main__" or relative) and all(part.isidentifier() for part in (*folders, name)):
        module = (*folders, name) if name != "__main__" else folders
        return ("{python}", "-m", ".".join(module))
    # a name that begins with a dash would be read as an option
    return ("{python}", f"./{path}" if path.startswith("-") else path)


def needs_manifest(reading: Reading, name: str) -> UsageError:
    """What is said of a file that nobody knows how to start."""
    return UsageError(
        f"{reading.shown} is no Python source, so how to start it must be said.",
        manifest_for(reading.file, name, server=is_server(name)),
    )


def with_texts(program: Program, sources: Sequence[File], files: Iterable[File]) -> Program:
    """``program`` with what its ``sources`` in another language say; one without any takes what it is given.

    A key that none of them names is looked for in all ``files``: classes of one package do not import one another.
    """
    if not sources:
        return program
    text = _joined(sources)
    everything = _joined(each for each in files if is_source(each) or is_python(each))
    keys = (each for each in (text, everything) if "authkey" in each.lower())
    return replace(
        program,
        ports=ports_in_text(text),
        hosts=hosts_in_text(text),
        takes_arguments=any(arguments_in_text(_text_of(each)) for each in sources),
        authkey=authkey_in_text(next(keys, "")) if program.name.startswith("ipc-") else None,
    )


def _joined(files: Iterable[File]) -> str:
    return "\n".join(map(_text_of, files))


def with_facts(reading: Reading, name: str, reason: str) -> Program:
    """``reading`` as program ``name`` with what its source says, and no command yet."""
    program = Program(name=name, path=reading.shown, command=(), recognised_by=reason)
    if reading.source is None:
        text = _text_of(reading.file)
        return replace(
            program,
            ports=ports_in_text(text),
            hosts=hosts_in_text(text),
            takes_arguments=arguments_in_text(text),
            authkey=authkey_in_text(text) if name.startswith("ipc-") else None,
        )
    tree, *others = trees = [reading.source.tree, *(each.tree for each in reading.helpers)]
    own = frozenset[int]().union(*map(bound_in, trees)) if name.endswith("-client") else frozenset()
    return replace(
        program,
        ports=tuple(dict.fromkeys(port for each in trees for port in ports_in(each) if port not in own))[:MOST],
        hosts=tuple(dict.fromkeys(host for each in trees for host in hosts_in(each)))[:MOST],
        takes_arguments=S.ARGUMENTS in reading.signals,
        fault=reading.source.fault,
        authkey=authkey_in(tree, *others) if name.startswith("ipc-") else None,
    )


def _text_of(file: File) -> str:
    return file.content[:_MOST_TEXT].decode("utf-8", "replace")
