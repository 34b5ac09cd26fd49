"""The page of a class at its largest: 1,000 submissions of 80 requirements, in Chromium.

Owns what is measured and how it is printed: size, elements, seconds to write, load, sort and filter.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from harness.report.class_page import write_class_report

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from report.made_class import made_class
from temporary import temporary

STUDENTS, TIMES = 1000, 5
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"

Clock = Callable[[], float]
"""Seconds of processor time that were used so far."""


Times = tuple[float, float]
"""On the wall, and of the processor."""


def timed(action: Callable[[], object], clock: Clock) -> Times:
    """What ``action`` takes once."""
    began, before = time.perf_counter(), clock()
    action()
    return time.perf_counter() - began, clock() - before


def median(times: list[Times]) -> str:
    """The medians of both clocks."""
    wall, used = (sorted(each)[len(times) // 2] for each in zip(*times, strict=True))
    return f"{wall:5.2f} s   {used:5.2f} s"


def repeated(action: Callable[[], object], clock: Clock) -> str:
    """The medians of ``TIMES`` times of ``action``."""
    return median([timed(action, clock) for _ in range(TIMES)])


def main_thread(page: Page) -> Clock:
    """The processor time of the page's main thread, which scripts, styles and lays out."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def clock() -> float:
        found = session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in found if each["name"] == "TaskDuration"))

    return clock


def clicked(page: Page, head: str) -> None:
    """Sort by ``head`` and wait until that is painted."""
    page.get_by_role("button", name=head).click()
    page.evaluate(PAINTED)


def loaded(browser: Browser, path: Path) -> tuple[Page, Clock, Times]:
    """Load the page in a process of its own, laid out and painted."""
    page = browser.new_page()
    clock = main_thread(page)
    return page, clock, timed(lambda: (page.goto(path.as_uri()), page.evaluate(PAINTED)), clock)


def found(page: Page, *texts: str) -> None:
    """Show the rows that hold each text in turn, and wait each time until that is painted."""
    for text in texts:
        page.get_by_label("Find").fill(text)
        page.evaluate(PAINTED)


def measured(folder: Path) -> list[tuple[str, str]]:
    """All rows of the table."""
    class_ = made_class(STUDENTS)
    written = repeated(lambda: write_class_report(class_, folder), time.process_time)
    path = folder / "index.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--disable-gpu"])
        loads = [loaded(browser, path) for _ in range(TIMES)]
        page, clock, _ = loads[-1]
        elements = page.evaluate("document.querySelectorAll('*').length")
        sort = repeated(lambda: clicked(page, "Points"), clock)
        find = repeated(lambda: found(page, "tcp-echo.half-close", ""), clock)
        browser.close()
    return [
        ("size", f"{path.stat().st_size:,} bytes of 1,000,000"),
        ("elements", f"{elements:,} of 12,000"),
        ("", "   wall   processor"),
        ("write", written),
        ("load, of 2 s", median([each for _, _, each in loads])),
        ("sort", sort),
        ("filter, and back", find),
    ]


def main() -> None:
    """Measure, and print a table."""
    with temporary() as folder:
        for name, value in measured(folder):
            print(f"{name:<18}{value}")


if __name__ == "__main__":
    main()
