"""The script of the class page sorts and filters, and what is shown can be sent on; without it nothing is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.conftest import FEW, Opener, Pages

from harness.classroom.model import Row, Status
from harness.model import Level, Verdict

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SHOWN = """[...document.querySelectorAll("#rows tbody tr")].filter((row) => row.checkVisibility())
  .map((row) => row.cells[0].textContent.match(/\\d{7}$/)[0])"""
"""Numbers of the students in the rows that are shown, in their order."""


def lost(row: Row, name: str = "") -> bool:
    """Whether ``row`` names a requirement as failed or as a warning; ``name`` or any."""
    return any(
        each.verdict is Verdict.FAIL and each.level is not Level.MAY and each.id.startswith(name)
        for each in row.results
    )


def numbers(*rows: Row) -> list[str]:
    return [row.sid for row in rows]


def head(page: Page, name: str) -> str | None:
    return page.locator("#rows th", has_text=name).get_attribute("aria-sort")


def test_without_script_every_row_is_there_and_no_tool_is(visit: Opener, pages: Pages) -> None:
    page = visit(pages["class"], script=False).page
    assert page.evaluate(SHOWN) == numbers(*FEW.rows)
    assert page.locator("button, input, select").filter(visible=True).count() == 0
    assert page.locator("details summary").first.is_visible()


def test_the_points_sort_both_ways_from_the_keyboard(visit: Opener, pages: Pages) -> None:
    page = visit(pages["class"]).page
    graded = [row for row in FEW.rows if row.status is Status.GRADED]
    others = [row for row in FEW.rows if row.status is not Status.GRADED]
    page.get_by_role("button", name="Points").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(SHOWN) == numbers(*sorted(graded, key=lambda row: row.points), *others)
    assert head(page, "Points") == "ascending"
    page.keyboard.press("Enter")
    assert page.evaluate(SHOWN) == numbers(*sorted(graded, key=lambda row: -row.points), *others)
    assert head(page, "Points") == "descending"
    assert head(page, "Student") is None
    assert "sorted by points, descending" in page.get_by_role("status").inner_text()


def test_a_requirement_leads_to_those_who_failed_it(visit: Opener, pages: Pages) -> None:
    page = visit(pages["class"]).page
    wanted = [row for row in FEW.rows if lost(row, "tcp-echo.half-close")]
    assert 0 < len(wanted) < len(FEW.rows)
    page.locator(".requirements a", has_text="tcp-echo.half-close").click()
    page.wait_for_function("document.activeElement.id === 'submissions'")
    assert page.evaluate(SHOWN) == numbers(*wanted)
    assert page.get_by_role("status").inner_text() == f"{len(wanted)} of {len(FEW.rows)} shown."


def test_a_view_can_be_sent_on(visit: Opener, pages: Pages) -> None:
    page = visit(pages["class"]).page
    page.get_by_label("Show").select_option("unmet")
    page.get_by_label("Find").fill("TCP-ECHO.Idles")
    page.get_by_role("button", name="Student").click()
    page.get_by_role("button", name="Student").click()
    shown = page.evaluate(SHOWN)
    assert sorted(shown) == sorted(numbers(*(row for row in FEW.rows if lost(row, "tcp-echo.idles"))))
    address = page.evaluate("location.hash")
    assert address == "#find=TCP-ECHO.Idles&show=unmet&sort=student&order=descending"
    other = visit(pages["class"], address=address).page
    assert other.evaluate(SHOWN) == shown
    assert other.get_by_label("Find").input_value() == "TCP-ECHO.Idles"
    other.get_by_role("button", name="Reset").click()
    assert other.evaluate(SHOWN) == numbers(*FEW.rows)


@pytest.mark.parametrize(
    "address", ["#find=%00%FF&show=nobody&sort=constructor", "#sort=__proto__&order=", "#=", "#submissions", "#find"]
)
def test_an_address_that_is_no_view_breaks_nothing(visit: Opener, pages: Pages, address: str) -> None:
    seen = visit(pages["class"], address=address)
    assert seen.complaints == []
    assert seen.page.locator("#tools").is_visible()


@pytest.mark.parametrize("text", ["Иванова", "иванова", "王", "יעל", "كريم", "ZOË"])
def test_names_in_any_script_are_found(visit: Opener, pages: Pages, text: str) -> None:
    page = visit(pages["class"]).page
    page.get_by_label("Find").fill(text)
    assert page.evaluate(SHOWN) == numbers(*(row for row in FEW.rows if text.lower() in row.student.lower()))
