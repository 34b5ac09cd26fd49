"""Each page can be used by everybody: axe-core finds nothing, and the keyboard reaches all there is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.conftest import Opener, Pages
from browser.visit import Scheme

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NAME = """(at) =>
  `${at.localName} ${at.getAttribute("href") || at.id || at.getAttribute("aria-label") || at.textContent.trim()}`"""
FOCUSED = f"document.activeElement === document.body ? '' : ({NAME})(document.activeElement)"
REACHABLE = f"""[...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
  .filter((each) => each.checkVisibility()).map({NAME})"""
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core's script, as the package brings it."""
    found = importlib.util.find_spec("axe_playwright_python")
    assert found
    assert found.origin
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core finds, as rule and element."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate("axe.run().then((found) => found.violations)")
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["submission", "class", "handout"])
def test_axe_finds_nothing_with_every_detail_open(
    visit: Opener, pages: Pages, axe: str, name: str, scheme: Scheme, width: int
) -> None:
    seen = visit(pages[name], scheme=scheme, width=width).opened()
    assert violations(seen.page, axe) == []


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('.lead').style.color = '#aaa'", "color-contrast"),
        ("document.querySelector('main table').prepend(document.createElement('button'))", "button-name"),
    ],
)
def test_axe_finds_what_is_planted(visit: Opener, pages: Pages, axe: str, planted: str, rule: str) -> None:
    seen = visit(pages["submission"])
    seen.page.evaluate(planted)
    assert rule in {each.partition(":")[0] for each in violations(seen.page, axe)}


@pytest.mark.parametrize("name", ["submission", "class", "handout"])
def test_the_keyboard_goes_through_the_page_in_its_order(visit: Opener, pages: Pages, name: str) -> None:
    page = visit(pages[name]).page
    reachable = page.evaluate(REACHABLE)
    stops: list[str] = []
    page.keyboard.press("Tab")
    while (stop := page.evaluate(FOCUSED)) and len(stops) <= len(reachable):
        stops.append(stop)
        assert page.evaluate(OUTLINE) == "solid", stop
        page.keyboard.press("Tab")
    assert stops == reachable
    assert stops[0] == {"submission": "a #requirements", "class": "a #submissions", "handout": "a #programs"}[name]


def test_a_failure_is_closed_and_opened_from_the_keyboard(visit: Opener, pages: Pages) -> None:
    page = visit(pages["submission"]).page
    summary = page.locator("details.fail > summary").first
    summary.focus()
    for state in (False, True):
        page.keyboard.press("Enter")
        assert summary.evaluate("(each) => each.parentElement.open") is state


@pytest.mark.parametrize(("name", "target"), [("submission", "requirements"), ("class", "submissions")])
def test_the_skip_link_skips(visit: Opener, pages: Pages, name: str, target: str) -> None:
    page = visit(pages[name]).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == target
