"""Debian's Chromium, driven by Playwright: one browser for all tests, a fresh context for each visit.

A browser that is missing fails these tests; it never skips them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser.visit import Visit, open_page

# the made-up log, its hostile twin, and all they are made of
from report.conftest import header, keeps_bytes, large_message, others, planted, sample_log  # noqa: F401
from report.made_class import made_class

from harness.handout.facts import handout_of
from harness.handout.page import render_handout
from harness.log.reader import Log
from harness.model import Assignment
from harness.report.class_page import render_class
from harness.report.html import render
from harness.requirement import load_suites

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUIET = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND"),
)
"""No request of Chromium's own, and none of a page's gets anywhere."""
FEW = made_class(36, programs=("tcp-echo",))
"""Graded, unusable and erroneous submissions, in few elements."""

Pages = dict[str, str]
Opener = Callable[..., Visit]


def program(name: str) -> str:
    """Where the program ``name`` of Debian's is; the test that asks for one that is missing fails."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is missing. Install it: apt-get install chromium poppler-utils", pytrace=False)
    return found


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    executable = program("chromium")
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("home")
    with sync_playwright() as playwright:
        # Playwright makes a profile of its own and starts Chromium without its sandbox, which root cannot have
        browser = playwright.chromium.launch(
            executable_path=executable, args=list(QUIET), env={**os.environ, "HOME": str(home)}
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens a page's text as a file in a folder of its own; ``browser.visit`` has the options."""
    opened: list[Visit] = []

    def opener(text: str, **options: object) -> Visit:
        opened.append(open_page(chromium, tmp_path / str(len(opened)), text, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield opener
    for each in opened:
        each.page.context.close()


@pytest.fixture
def pages(sample_log: Log) -> Pages:  # noqa: F811 - the fixture
    """Both reports and a handout, by name."""
    suites = load_suites()
    programs = ("tcp-echo", "ipc-client", "http-auth", "ssl-mixin")
    asked = Assignment(title="Sockets", programs=programs, hidden=("no-cross-talk",))
    example = {"tcp-echo": ("tcp-echo.large-message", sample_log.results[3].attempts[0])}
    return {
        "submission": render(sample_log),
        "class": render_class(FEW, ["results.csv", "results.json"]),
        "handout": render_handout(handout_of(asked, suites), example),
    }
