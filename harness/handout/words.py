"""The sentences of a handout, the same on the page and in Markdown.

Owns the wording. May not know markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.handout.facts import Handout
from harness.report.text import counted


def opening(handout: Handout) -> str:
    """How much is asked for, and what it is worth."""
    programs = counted(len(handout.chapters), "program")
    asked = f"{programs}, {counted(handout.requirements, 'requirement')}, {counted(handout.worth, 'point')}."
    return f"{asked} {unnamed(handout.hidden)}".rstrip()


def unnamed(count: int, worth: int | None = None) -> str:
    """That there are hidden requirements, how many, and what they are worth where that is told."""
    if not count:
        return ""
    are = "is" if count == 1 else "are"
    points = "" if worth is None else f" {'It is' if count == 1 else 'They are'} worth {counted(worth, 'point')}."
    return f"{counted(count, 'requirement')} {are} counted and not named here.{points}"


def limits(handout: Handout) -> Iterator[str]:
    """What may be handed in, and what it may use."""
    yield (
        "A file, a folder, or an archive (.zip, .tar, .tar.gz, .tgz). Programs are told by their source and by their"
        " file names. A program that is missing earns nothing."
    )
    yield (
        "Python needs nothing else. A program in another language needs a conformance.toml beside it, with a table"
        " [programs.NAME] that gives its command as a list."
    )
    if handout.packages:
        yield f"Beside the standard library a Python program may import {', '.join(handout.packages)}."
    else:
        yield "A Python program may import the standard library and its own files."
    if handout.arguments:
        yield "Clients take their arguments: one that hard-codes them fails what cannot be tried without."
    if handout.memory is not None:
        yield f"A program may hold {handout.memory:,} MiB of memory, all its processes together."
    if handout.processes is not None:
        yield f"A program may have {counted(handout.processes, 'process', 'processes')}, threads counted."
    if handout.seconds is not None:
        yield f"All of it is graded within {handout.seconds:g} s."
    yield (
        "Each requirement is tried with a fresh process in a network of its own. MUST is conformance, SHOULD good"
        " practice, MAY is shown. What needs a requirement that is not met is not tried, and earns nothing."
    )
