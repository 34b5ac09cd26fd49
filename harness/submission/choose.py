"""Chooses the programs of a submission: by ``--program``, by its manifest, by its sources, by their names.

Owns the order of those, and what is said where the choice is open. May not know how a file is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from harness.errors import UsageError
from harness.model import Program, Tree
from harness.submission.commands import program_of
from harness.submission.kinds import check_text, is_python, is_script, is_source
from harness.submission.manifest import MANIFEST, Entry, read_manifest
from harness.submission.naming import shown
from harness.submission.program import needs_manifest, program_from
from harness.submission.programs import FAMILIES, NAMES, named_by, nearest
from harness.submission.readings import Reading, read_one, read_sources

_MOST_NAMED = 5
# words by which a file or its folder says that another one has taken its place
_OUTDATED = frozenset(("old", "alt", "alte", "altes", "backup", "bak", "obsolete", "outdated", "deprecated"))


def check_names(wanted: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """``wanted`` without doubles. Raises ``UsageError`` for a program that does not exist."""
    for name in wanted:
        if name not in known:
            raise UsageError(f"There is no program {shown(name)!r}. {nearest(name, known)}", "See wireproof list.")
    return tuple(dict.fromkeys(wanted))


def programs_of_file(tree: Tree, wanted: Sequence[str]) -> tuple[Program, ...]:
    """Programs of a submission that is a single file: what ``--program`` says, else what it is found to be."""
    file = tree.files[0]
    check_text(file)
    reading = read_one(file)
    if wanted:
        return tuple(program_from(reading, name, "--program") for name in wanted)
    if not (is_python(file) or is_script(file)):
        raise needs_manifest(reading, _guess(reading))
    if not reading.programs:
        raise nothing(reading.shown, [reading], "Say which one it is with --program NAME.")
    return tuple(program_from(reading, each.program, each.reason) for each in reading.programs)


def programs_of_tree(whole: str, tree: Tree, wanted: Sequence[str], known: Sequence[str]) -> tuple[Program, ...]:
    """Programs of a folder or an archive; ``whole`` is how it is shown, ``known`` are all names there are."""
    if entries := manifest_of(tree, known):
        return _by_manifest(whole, tree, entries, wanted)
    readings = read_sources(tree)
    if wanted:
        chosen = {name: _asked(whole, name, readings, cure_for(tree)) for name in ordered(wanted)}
    else:
        names = ordered({each.program for reading in readings for each in reading.programs})
        if not names:
            raise nothing(whole, readings, cure_for(tree))
        chosen = {name: only(name, are(name, readings)) for name in names}
    return tuple(program_from(reading, name, reading.reason(name) or "--program") for name, reading in chosen.items())


def manifest_of(tree: Tree, known: Sequence[str]) -> dict[str, Entry]:
    """The programs that a manifest names; none where there is no manifest."""
    manifest = next((file for file in tree.files if file.path == MANIFEST.encode()), None)
    return read_manifest(manifest.content, known) if manifest else {}


def _by_manifest(whole: str, tree: Tree, entries: Mapping[str, Entry], wanted: Sequence[str]) -> tuple[Program, ...]:
    for name in wanted:
        if name not in entries:
            raise UsageError(not_named(whole, name, entries), f"Ask for one of these, or add [programs.{name}].")
    return tuple(program_of(name, entries[name], tree) for name in ordered(wanted or entries))


def not_named(whole: str, name: str, entries: Iterable[str]) -> str:
    """That the manifest of ``whole`` does not know a program."""
    return f"{MANIFEST} of {whole} has no program {name}. It has {', '.join(entries)}."


def are(name: str, readings: Iterable[Reading]) -> list[Reading]:
    """Those that are ``name`` by their source."""
    return [reading for reading in readings if reading.reason(name)]


def only(name: str, candidates: Sequence[Reading]) -> Reading:
    """The one candidate, or the one whose file name says so, but for those that call themselves old."""
    candidates = [reading for reading in candidates if not _is_outdated(reading)] or candidates
    if len(candidates) == 1:
        return candidates[0]
    named = [reading for reading in candidates if is_named(name, reading)]
    if len(named) == 1:
        return named[0]
    listed = [f"{reading.shown} ({reading.reason(name) or 'it could be'})" for reading in named or candidates]
    shown_ones = " and ".join(listed[:2]) + (f" and {len(listed) - 2} more" if len(listed) > 2 else "")
    raise UsageError(
        f"{len(listed)} files could be {name}: {shown_ones}.",
        f"Grade one of them by itself, with --program {name}, or say in a {MANIFEST} which one counts.",
    )


def is_named(name: str, reading: Reading) -> bool:
    """Whether a file's name speaks of ``name`` before any other."""
    return any(named.program == name for named in named_by(reading.stem)[:1])


def _is_outdated(reading: Reading) -> bool:
    return not _OUTDATED.isdisjoint(re.split(r"[\W_]+", reading.shown.lower()))


def _asked(whole: str, name: str, readings: Sequence[Reading], cure: str) -> Reading:
    """The file for a program that was asked for, by ever looser signs; the first that any file shows decides."""
    tiers = (
        are(name, readings),
        [reading for reading in readings if is_named(name, reading)],
        akin(name, readings),
        [reading for reading in readings if not reading.programs],
    )
    for tier in tiers:
        if tier:
            return only(name, tier)
    raise nothing(whole, readings, cure, (name,))


def akin(name: str, readings: Iterable[Reading]) -> list[Reading]:
    """Those that are ``name`` or a program of its family by their source."""
    family = FAMILIES.get(name, name)
    kin = {other for other, theirs in FAMILIES.items() if theirs == family}
    return [reading for reading in readings if any(each.program in kin for each in reading.programs)]


def ordered(names: Iterable[str]) -> list[str]:
    """In the order of the lecture, others last."""
    return sorted(names, key=lambda name: (NAMES.index(name) if name in NAMES else len(NAMES), name))


def nothing(whole: str, readings: Sequence[Reading], cure: str, looked: Sequence[str] = NAMES) -> UsageError:
    """What is said where no program was recognised."""
    return UsageError(
        f"{whole}: no program of the lecture was recognised{among(whole, readings)}, by source or by file name."
        f" Looked for {', '.join(looked)}.{broken(readings)}",
        cure,
    )


def among(whole: str, readings: Sequence[Reading]) -> str:
    """Where was looked, in words that follow others: `` in a.py, b.py``."""
    read = [reading.shown for reading in readings]
    more = f" and {len(read) - _MOST_NAMED} more" if len(read) > _MOST_NAMED else ""
    return f" in {', '.join(read[:_MOST_NAMED])}{more}" if read and read != [whole] else ""


def broken(readings: Iterable[Reading]) -> str:
    """Sentences on the sources that do not parse."""
    faults = [reading.source.fault for reading in readings if reading.source and reading.source.fault]
    return "".join(
        f" {fault.path} does not parse: line {fault.line}, {fault.message}." for fault in faults[:_MOST_NAMED]
    )


def _guess(reading: Reading) -> str:
    """The program to show an example for."""
    return next((each.program for each in reading.programs), NAMES[0])


def cure_for(tree: Tree) -> str:
    """What would make a program found."""
    foreign = next((file for file in tree.files if is_source(file)), None)
    if foreign:
        return needs_manifest(read_one(foreign), _guess(read_one(foreign))).cure
    return f"Hand in one file with --program NAME, use a usual file name (see wireproof list), or add a {MANIFEST}."
