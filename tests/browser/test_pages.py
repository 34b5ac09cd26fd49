"""Both reports open from disk, wide and narrow, light and dark, with script and without, and ask for nothing."""

from __future__ import annotations

import re
import subprocess

import pytest
from browser.conftest import FEW, Opener, Pages, program
from browser.visit import Scheme, Visit

from harness.log.reader import Log
from harness.model import Verdict
from harness.report.palette import SCHEMES

pytestmark = pytest.mark.browser

WIDEST = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
GROUND = "getComputedStyle(document.body).backgroundColor"


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["submission", "class", "handout"])
def test_a_page_fits_its_window_and_asks_for_nothing(
    visit: Opener, pages: Pages, name: str, scheme: Scheme, width: int, script: bool
) -> None:
    seen = visit(pages[name], scheme=scheme, width=width, script=script).opened()
    assert seen.page.evaluate(WIDEST) <= width
    assert seen.page.evaluate(GROUND) == rgb(SCHEMES[scheme]["page"])
    assert seen.complaints == []
    assert seen.requests == [f"{seen.folder.as_uri()}/index.html"]


def test_a_request_abroad_and_an_error_would_be_seen(visit: Opener, pages: Pages) -> None:
    seen = visit(pages["class"].replace("</main>", '<img src="http://elsewhere.invalid/x.png" alt=""></main>'))
    assert any("elsewhere.invalid" in each for each in seen.complaints)  # the policy refuses it, and says so
    without = re.sub(r"<meta http-equiv[^>]*>", "", pages["class"])
    seen = visit(without.replace("</main>", '<img src="http://elsewhere.invalid/x.png" alt=""></main>'))
    assert seen.abroad == ["http://elsewhere.invalid/x.png"]


def printed(seen: Visit) -> str:
    """The words on paper, without spaces: a long identifier may be cut at a hyphen, over two lines."""
    path = seen.folder / "page.pdf"
    seen.page.pdf(path=path, format="A4")
    told = subprocess.run([program("pdftotext"), path, "-"], capture_output=True, check=True).stdout.decode()
    return "".join(told.split())


@pytest.mark.parametrize("name", ["submission", "class"])
def test_print_holds_every_identifier(visit: Opener, pages: Pages, sample_log: Log, name: str) -> None:
    whole = printed(visit(pages[name], script=False))
    asked = {each.id for each in sample_log.results}
    failed = {each.id for row in FEW.rows for each in row.results if each.verdict.value == "fail"}
    assert {each for each in (asked if name == "submission" else failed) if each not in whole} == set()
    observed = sample_log.results[3].attempts[0].evidence
    assert observed
    assert name == "class" or "".join(observed.observed.split()) in whole


def test_print_tells_what_was_met_in_a_line_unless_it_was_opened(visit: Opener, pages: Pages, sample_log: Log) -> None:
    met = next(each for each in sample_log.results if each.verdict is Verdict.PASS)
    seen = visit(pages["submission"])
    title, why = ("".join(text.split()) for text in (met.title, met.why))
    closed, opened = printed(seen), printed(seen.opened())
    assert title in closed
    # others may have the same reason
    assert closed.count(why) < opened.count(why)
