"""The ledger of the lecture: what it says, and what holds a program to it.

Owns the reading of `docs/lecture.toml` and the page that is made of it. `python tests/lecture/ledger.py` writes the
page. Knows nothing of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

DOCS = Path(__file__).parents[2] / "docs"
DATA, PAGE = DOCS / "lecture.toml", DOCS / "lecture.md"


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that the lecture says, and one of three things about it.

    ``tested`` are identifiers, in which `*` stands for any letters; ``block`` is the number of a code block of the
    lecture's, and ``printed`` what comes of it as it is printed.
    """

    says: str
    tested: tuple[str, ...] = ()
    untestable: str = ""
    outside: str = ""
    block: int | None = None
    printed: str = ""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of the lecture's, under its own title."""

    title: str
    entry: tuple[Statement, ...]


class Beyond(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Requirements that go beyond the lecture, and why they are there."""

    reason: str
    requirements: tuple[str, ...]


class Ledger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it; ``blocks`` is how many code blocks the lecture has."""

    about: str
    blocks: int
    section: tuple[Section, ...]
    beyond: tuple[Beyond, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those of all sections."""
        return tuple(each for section in self.section for each in section.entry)

    @property
    def patterns(self) -> tuple[str, ...]:
        """Every identifier that is named, as it is named."""
        return (
            *(name for each in self.statements for name in each.tested),
            *(name for each in self.beyond for name in each.requirements),
        )


def read() -> Ledger:
    """The ledger. Raises ``msgspec.ValidationError`` where it is none."""
    return msgspec.toml.decode(DATA.read_bytes(), type=Ledger)


def page_of(ledger: Ledger) -> str:
    """The ledger as Markdown."""
    return "\n".join(_lines(ledger)) + "\n"


def _lines(ledger: Ledger) -> Iterator[str]:
    yield from ("# The lecture, and what holds a program to it", "")
    yield "<!-- made from lecture.toml by tests/lecture/ledger.py: change that, and make this anew -->"
    yield from ("", ledger.about.strip(), "")
    yield "In identifiers `*` stands for every program that has such a requirement; `wireproof list` names them all."
    counts = ", ".join(
        f"{sum(bool(getattr(each, kind)) for each in ledger.statements)} {words}"
        for kind, words in (
            ("tested", "are tested"),
            ("untestable", "cannot be tested"),
            ("outside", "are out of scope"),
        )
    )
    yield f"Of {len(ledger.statements)} statements {counts}."
    for section in ledger.section:
        yield from ("", f"## {section.title}", "", "| the lecture says | held by |", "|---|---|")
        yield from map(_row, section.entry)
    yield from ("", "## Beyond the lecture", "", "| because | is required |", "|---|---|")
    yield from (f"| {each.reason} | {_named(each.requirements)} |" for each in ledger.beyond)


def _row(each: Statement) -> str:
    says = f"**Block {each.block}.** {each.says}" if each.block else each.says
    printed = f" *As printed:* {each.printed}" if each.printed else ""
    held = (
        _named(each.tested)
        or (each.untestable and f"Not testable. {each.untestable}")
        or (each.outside and f"Out of scope. {each.outside}")
    )
    return f"| {says}{printed} | {held} |"


def _named(patterns: Sequence[str]) -> str:
    return ", ".join(f"`{each}`" for each in patterns)


if __name__ == "__main__":
    PAGE.write_text(page_of(read()))
