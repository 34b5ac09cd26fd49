"""Reads every source of a submission once, and settles which files are programs and which are helpers.

Owns the view over several files: who imports whom. May not know how one program is chosen among many.
"""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Iterator

from harness.model import File, Tree
from harness.submission.gather import Signals, gather
from harness.submission.kinds import is_python, is_script
from harness.submission.naming import shown
from harness.submission.recognise import Recognised, recognise
from harness.submission.signals import S
from harness.submission.source import LARGEST, Source, read_source

# what is read at most of one submission, shallow files first: reading hostile source costs seconds a MiB
_MOST_READ = 512 << 10
_TEST = re.compile(rb"(test_.*|.*_test|conftest|setup)\.pyw?")
# a class or function that is a program of its own says nothing of the files that import it
_NOT_INHERITED = {S.HANDLER_CLASS, S.LOOP_FUNCTION, S.MIXIN_CLASS, S.CERT_REQUIRED, S.ENTRY}


@dataclasses.dataclass(frozen=True)
class Reading:
    """One source file: ``source`` is set where it is Python, ``programs`` are those it was found to be.

    ``helpers`` are the sources of the submission's own modules that it imports.
    """

    file: File
    source: Source | None
    signals: Signals
    programs: tuple[Recognised, ...]
    helpers: tuple[Source, ...] = ()

    @property
    def shown(self) -> str:
        """The file's path as it is shown."""
        return shown(self.file.path)

    @property
    def stem(self) -> str:
        """The file's name without suffix."""
        return shown(posixpath.splitext(posixpath.basename(self.file.path))[0])

    def reason(self, program: str) -> str:
        """Why the file is ``program``; empty where it is not."""
        return next((each.reason for each in self.programs if each.program == program), "")


def read_sources(tree: Tree) -> tuple[Reading, ...]:
    """All files that could be programs: no helpers that others import, no tests unless there is nothing else."""
    readings = list(_read(tree))
    modules = {reading.file.path: reading for reading in readings if reading.source}
    helpers = {path for reading in readings for path in _helpers(reading, modules) if not _is_package(reading)}
    alone = (reading for reading in readings if reading.file.path not in helpers and not _is_package(reading))
    whole = [_with_helpers(reading, modules) for reading in alone]
    programs = [reading for reading in whole if not _TEST.fullmatch(posixpath.basename(reading.file.path))]
    return tuple(programs or whole)


def read_main(file: File, tree: Tree) -> Reading:
    """One file that is said to be a program, with what it imports."""
    reading = read_one(file)
    return _with_helpers(reading, {each.file.path: each for each in _read(tree) if each.source})


def read_one(file: File) -> Reading:
    """One file by itself."""
    reading = Reading(file, read_source(shown(file.path), file.content) if is_python(file) else None, Signals({}), ())
    signals = gather(reading.source.tree) if reading.source else Signals({})
    return dataclasses.replace(reading, signals=signals, programs=recognise(signals, reading.stem))


def _read(tree: Tree) -> Iterator[Reading]:
    budget = _MOST_READ
    for file in sorted(tree.files, key=lambda file: (file.path.count(b"/"), file.path)):
        if is_python(file):
            budget -= len(file.content) if len(file.content) <= LARGEST else 0
            if budget >= 0:
                yield read_one(file)
        elif is_script(file):
            yield read_one(file)


def _helpers(reading: Reading, modules: dict[bytes, Reading]) -> Iterator[bytes]:
    """Libraries that ``reading`` imports: files that start nothing, and are no program by their class."""
    for path in _imports(reading):
        module = modules.get(path)
        if module and module is not reading and S.ENTRY not in module.signals and not _is_class(module):
            yield path


def _is_package(reading: Reading) -> bool:
    """Whether it is what a folder of modules does when it is imported: no program, whoever imports it."""
    return posixpath.basename(reading.file.path) == b"__init__.py"


def _is_class(reading: Reading) -> bool:
    return bool({each.program for each in reading.programs} & {"ssl-mixin", "event-loop-api"})


def _imports(reading: Reading) -> Iterator[bytes]:
    """Paths at which the modules that a file imports would stand in the submission."""
    folder = posixpath.dirname(reading.file.path)
    for level, name in reading.signals.imported:
        start = folder
        for _ in range(min(level, 8) - 1):
            start = posixpath.dirname(start)
        module = name.replace(".", "/").encode("utf-8", "replace")
        for relative in (module + b".py", posixpath.join(module, b"__init__.py")):
            yield posixpath.join(start, relative)
            if not level:
                yield relative


def _with_helpers(reading: Reading, modules: dict[bytes, Reading]) -> Reading:
    """``reading`` with the signals of all that it imports added to its own.

    A module that is a program by itself adds none but that it reads its arguments, and to a file that does nothing but
    start it.
    """
    starter = not recognise(reading.signals, "")
    found = dict(reading.signals.found)
    seen, waiting = {reading.file.path}, [reading]
    helpers: list[Source] = []
    while waiting:
        for path in _imports(waiting.pop()):
            if path not in modules or path in seen:
                continue
            started = S.ENTRY in modules[path].signals
            if starter or not started:
                seen.add(path)
                waiting.append(modules[path])
                helpers += [source] if (source := modules[path].source) else []
                for signal, words in modules[path].signals.found.items():
                    if signal is S.ARGUMENTS or not (started or signal in _NOT_INHERITED):
                        found.setdefault(signal, words)
    reading = dataclasses.replace(reading, helpers=tuple(helpers))
    if found == reading.signals.found:
        return reading
    signals = Signals(found, reading.signals.imported)
    return dataclasses.replace(reading, signals=signals, programs=recognise(signals, reading.stem))
