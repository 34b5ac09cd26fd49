"""Finds the programs that an assignment asks for; one that is not there is told, not refused.

Owns how several that are asked for share the files there are: a file that is one of them for sure is not taken for
another. May not know what becomes of a program that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.errors import UsageError
from harness.model import Missing, Program, Tree
from harness.submission.choose import (
    akin,
    among,
    are,
    broken,
    cure_for,
    is_named,
    manifest_of,
    not_named,
    nothing,
    only,
    ordered,
)
from harness.submission.commands import program_of
from harness.submission.kinds import check_text, closed, is_python, is_script, is_source
from harness.submission.manifest import MANIFEST
from harness.submission.naming import shown
from harness.submission.program import needs_manifest, program_from
from harness.submission.programs import LESSONS
from harness.submission.readings import Reading, read_one, read_sources

Found = tuple[tuple[Program, ...], tuple[Missing, ...]]
_REASON = "the assignment"


def asked_of_file(tree: Tree, asked: Sequence[str]) -> Found:
    """The programs of a submission that is a single file.

    Where one program is asked for, the file is that program, whatever it looks like.
    """
    file = tree.files[0]
    check_text(file)
    reading = read_one(file)
    if not (is_python(file) or is_script(file)):
        raise needs_manifest(reading, asked[0])
    chosen = {asked[0]: reading} if len(asked) == 1 else _chosen((reading,), asked)
    _refuse_unknown(reading.shown, tree, (reading,), chosen, asked)
    return _found(chosen, [_missing(reading.shown, (reading,), each) for each in asked])


def asked_of_tree(whole: str, tree: Tree, asked: Sequence[str], known: Sequence[str]) -> Found:
    """The programs of a folder or an archive; ``whole`` is how it is shown, ``known`` are all names there are."""
    if entries := manifest_of(tree, known):
        present = [name for name in ordered(asked) if name in entries]
        missing = tuple(
            Missing(name=name, reason=not_named(whole, name, entries), cure=f"Add [programs.{name}] to {MANIFEST}.")
            for name in ordered(asked)
            if name not in entries
        )
        return tuple(program_of(name, entries[name], tree) for name in present), missing
    readings = read_sources(tree)
    chosen = _chosen(readings, asked)
    _refuse_foreign(tree, chosen, asked)
    _refuse_closed(whole, tree, chosen)
    _refuse_unknown(whole, tree, readings, chosen, asked)
    return _found(chosen, [_missing(whole, readings, each) for each in asked])


def _chosen(readings: Sequence[Reading], asked: Sequence[str]) -> dict[str, Reading]:
    """The file of each program, by ever looser signs; the last is that one file and one program are left."""
    chosen: dict[str, Reading] = {}
    for name in ordered(asked):
        others = {each for each in asked if each != name}
        named = [each for each in readings if is_named(name, each) and not any(map(each.reason, others))]
        if candidates := are(name, readings) or named:
            chosen[name] = only(name, candidates)
    for name in ordered(asked):
        free = [each for each in readings if not _is_taken(each, chosen)]
        if name not in chosen and (candidates := akin(name, free)):
            chosen[name] = only(name, candidates)
    unknown = [each for each in readings if not each.programs and not _is_taken(each, chosen)]
    left = [name for name in asked if name not in chosen]
    if len(left) == len(unknown) == 1:
        chosen[left[0]] = unknown[0]
    return chosen


def _is_taken(reading: Reading, chosen: dict[str, Reading]) -> bool:
    return any(each is reading for each in chosen.values())


def _refuse_foreign(tree: Tree, chosen: dict[str, Reading], asked: Sequence[str]) -> None:
    """Raise ``UsageError`` for a source of another language that may be what is missing: no zero without a look."""
    foreign = [read_one(file) for file in tree.files if is_source(file)]
    for name in asked:
        for reading in foreign:
            if name not in chosen and (is_named(name, reading) or not chosen):
                raise needs_manifest(reading, name)


def _refuse_closed(whole: str, tree: Tree, chosen: dict[str, Reading]) -> None:
    """Raise ``UsageError`` where nothing was found and something was not looked into: no zero without a look."""
    shut = next(((file, kind) for file in tree.files if (kind := closed(file))), None)
    if shut and not chosen:
        raise UsageError(
            f"{whole}: no program of the lecture was recognised, and {shown(shut[0].path)}, {shut[1]}, is not read.",
            "Hand in the source itself, as plain text under its usual suffix (.py), alone or in one .zip.",
        )


def _refuse_unknown(
    whole: str, tree: Tree, readings: Sequence[Reading], chosen: dict[str, Reading], asked: Sequence[str]
) -> None:
    """Raise ``UsageError`` where nothing was found and some source may be what is asked for: no zero without a look."""
    if not chosen and any(not reading.programs for reading in readings):
        raise nothing(whole, readings, cure_for(tree), asked)


def _found(chosen: dict[str, Reading], missing: Sequence[Missing]) -> Found:
    programs = tuple(program_from(chosen[name], name, chosen[name].reason(name) or _REASON) for name in ordered(chosen))
    return programs, tuple(each for each in missing if each.name not in chosen)


def _missing(whole: str, readings: Sequence[Reading], name: str) -> Missing:
    usual = next((lesson.usual for lesson in LESSONS if lesson.name == name), ())
    names = f" such as {' or '.join(f'{each}.py' for each in usual)}" if usual else ""
    looked = f"by source and by file name{names}"
    return Missing(
        name=name,
        reason=f"No program {name} was found{among(whole, readings)}; looked for {looked}.{broken(readings)}",
        cure=f"It is not there, or under another name. Use a usual one, or say in a {MANIFEST} which file it is.",
    )
