"""A handout as Markdown (CommonMark with tables), for a course page or a repository.

Owns its layout and what is escaped. May not know where a requirement comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from harness.handout.facts import Chapter, Handout
from harness.handout.words import limits, opening, unnamed
from harness.model import Attempt
from harness.report.rows import exchange_lines
from harness.report.text import counted, visible
from harness.report.words import sentence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")
_LINES = 16


def markdown(handout: Handout, examples: Mapping[str, tuple[str, Attempt]]) -> str:
    """The whole document, with its last line ended."""
    return "\n".join(_document(handout, examples)) + "\n"


def _document(handout: Handout, examples: Mapping[str, tuple[str, Attempt]]) -> Iterator[str]:
    yield from (f"# {_text(handout.title)}", "", _text(opening(handout)), "", "## Hand in", "")
    yield from (f"- {_text(each)}" for each in limits(handout))
    yield from ("", "Try it yourself:", "", "```", "tox -e conformance -- PATH", "```")
    for chapter in handout.chapters:
        yield from _chapter(chapter)
        if chapter.program in examples:
            yield from _example(*examples[chapter.program])


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield from (
        "",
        f"## {_text(chapter.program)}",
        "",
        _text(" ".join(sentence(each) for each in (chapter.about, chapter.run) if each)),
    )
    if chapter.section:
        yield from ("", f"Lecture: {_text(chapter.section)}.")
    if chapter.usage:
        yield from ("", f"    {chapter.usage}")
    if chapter.names:
        yield from ("", f"Usual file names: {', '.join(f'`{name}.py`' for name in chapter.names)}.")
    yield from ("", "| requirement | level | points | the program must |", "|---|---|---:|---|")
    for each in chapter.items:
        yield f"| `{each.name}` | {each.level.value} | {each.worth} | {_text(each.title)} {_text(each.why)} |"
    if chapter.hidden:
        yield from ("", _text(unnamed(chapter.hidden, chapter.hidden_worth)))
    yield from ("", f"{counted(chapter.worth, 'point')} in all.")


def _example(identifier: str, attempt: Attempt) -> Iterator[str]:
    yield from ("", f"An exchange that meets `{identifier}`:", "", "```")
    yield from exchange_lines(attempt.events, _LINES)
    yield "```"


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", visible(text))
