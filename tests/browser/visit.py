"""One visit to a page: the page, and all that it complained of or asked for.

Owns how a page is opened. May not know what is on it.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Scheme = Literal["light", "dark"]
OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"


@dataclasses.dataclass(frozen=True)
class Visit:
    """A page that was loaded; ``complaints`` and ``requests`` grow as long as it lives."""

    page: Page
    folder: Path
    complaints: list[str]
    requests: list[str]

    @property
    def abroad(self) -> list[str]:
        """Requests for anything that is neither in the page's folder nor in the address itself."""
        return [each for each in self.requests if not each.startswith((f"{self.folder.as_uri()}/", "data:"))]

    def opened(self) -> Visit:
        """The same visit with every detail open."""
        self.page.evaluate(OPEN_ALL)
        return self


def open_page(
    chromium: Browser,
    folder: Path,
    text: str,
    *,
    scheme: Scheme = "light",
    width: int = 1280,
    script: bool = True,
    address: str = "",
    loaded: bool = True,
) -> Visit:
    """Open ``text`` as ``index.html`` of ``folder``, at ``address`` in it, and wait until it is ``loaded``."""
    folder.mkdir()
    (folder / "index.html").write_text(text, encoding="utf-8")
    context = chromium.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, java_script_enabled=script
    )
    page = context.new_page()
    visit = Visit(page, folder, [], [])
    page.on("console", lambda message: visit.complaints.append(message.text))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("request", lambda request: visit.requests.append(request.url))
    page.goto(f"{folder.as_uri()}/index.html{address}", wait_until="load" if loaded else "commit")
    return visit
