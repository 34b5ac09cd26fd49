"""What a comment refers to exists: the page, and its section or rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CITED = re.compile(r"\b((?:docs/\w+|[A-Z]{4,})\.md)\b(?:, \*([^*]+)\*|, rule (\d+))?")
SOURCES = [
    path
    for folder in ("harness", "suites", "reference", "tests", "bench")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"known_bad", "known_good"} & set(path.parts)
]


def dangling(text: str) -> list[str]:
    """The citations in ``text`` that lead nowhere, white space evened."""
    found = []
    for cited in CITED.finditer(" ".join(text.replace("#", " ").split())):
        page, section, rule = cited.groups()
        content = (ROOT / page).read_text() if (ROOT / page).is_file() else ""
        heading = rf"^## {re.escape(section)}$" if section else rf"^{rule}\. " if rule else ""
        if not content or not re.search(heading, content, re.M):
            found.append(cited[0])
    return found


def test_every_page_section_and_rule_that_the_code_cites_exists() -> None:
    assert {str(path.relative_to(ROOT)): cited for path in SOURCES if (cited := dangling(path.read_text()))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "NOWHERE" + ".md",
        "docs/nothing" + ".md, rule 1",
        "docs/design.md, rule " + "99",
        "README" + ".md, *No such thing*",
    ],
)
def test_a_citation_that_leads_nowhere_is_found(text: str) -> None:
    assert dangling(f"see\n# {text}") == [text]
