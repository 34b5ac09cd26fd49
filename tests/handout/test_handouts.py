"""A handout tells every requirement but those that are hidden, on a page and in Markdown, from the same words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from harness.handout.facts import Handout, handout_of
from harness.handout.markdown import markdown
from harness.handout.page import render_handout
from harness.model import Assignment, Attempt, Bounds, Event, Happening, Level, Verdict
from harness.requirement import load_suites

SUITES = load_suites()
HIDDEN = ("no-cross-talk", "concurrent-clients")
ASKED = Assignment(
    title="Echo <b>& co</b>",
    programs=("tcp-echo", "ipc-client", "ssl-mixin"),
    levels={Level.SHOULD: 2},
    points={"large-message": 9},
    hidden=HIDDEN,
    packages=(),
    arguments=True,
    bounds=Bounds(seconds=600, memory=256 << 20, processes=1),
)
EXAMPLE = Attempt(
    verdict=Verdict.PASS,
    seconds=0.1,
    events=(
        Event(at=0.0, peer=1, kind=Happening.SENT, size=3, head=b"a<b"),
        Event(at=0.1, peer=1, kind=Happening.RECEIVED, size=3, head=b"a<b"),
    ),
)


@pytest.fixture
def handout() -> Handout:
    return handout_of(ASKED, SUITES)


class Page(HTMLParser):
    """Text, headings, identifiers and what a page would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given[name] or "" for name in ("href", "src") if name in given]


def test_points_are_those_of_the_assignment(handout: Handout) -> None:
    tcp = handout.chapters[0]
    worth = {each.name: each.worth for each in tcp.items}
    assert (worth["large-message"], worth["interrupts"], worth["starts"], worth["serves-ipv6"]) == (9, 2, 4, 0)
    assert tcp.worth == sum(worth.values()) + tcp.hidden_worth
    assert (tcp.hidden, tcp.hidden_worth) == (2, 8)
    assert handout.worth == sum(chapter.worth for chapter in handout.chapters)


@pytest.mark.parametrize("render", [render_handout, markdown])
def test_every_requirement_is_told_and_a_hidden_one_is_counted_alone(handout: Handout, render: object) -> None:
    text = {render_handout: render_handout, markdown: markdown}[render](handout, {})  # type: ignore[index]
    for program in ASKED.programs:
        for each in SUITES[program]:
            if each.name not in HIDDEN:
                assert each.name in text, each.name
    for name in HIDDEN:
        assert name not in text
    assert "2 requirements are counted and not named here. They are worth 8 points." in text
    assert "PROGRAM HOST PORT TEXT" in text
    assert "256 MiB" in text


def test_the_page_is_one_file_that_loads_nothing(handout: Handout) -> None:
    text = render_handout(handout, {"tcp-echo": ("tcp-echo.echoes", EXAMPLE)})
    page = Page(text)
    assert page.tags.count("h1") == 1
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert len(page.ids) == len(set(page.ids))
    assert all(link.removeprefix("#") in page.ids for link in page.links)
    assert "default-src &#39;none&#39;" in text
    assert "svg" in page.tags


def test_markdown_obeys_nothing_of_a_title(handout: Handout) -> None:
    text = markdown(handout, {"tcp-echo": ("tcp-echo.echoes", EXAMPLE)})
    assert text.startswith("# Echo \\<b\\>& co\\</b\\>\n")
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} == {5}
    assert "peer 1 → program    sent, 3 bytes: a<b" in text


def test_every_program_of_the_lecture_can_be_handed_out() -> None:
    every = handout_of(Assignment(title="All", programs=tuple(SUITES)), SUITES)
    assert [chapter.program for chapter in every.chapters] == list(SUITES)
    assert all(chapter.about and chapter.run and chapter.names for chapter in every.chapters)
    assert render_handout(every, {}).count('<section class="card chapter"') == len(SUITES)
