"""Nothing that a submission can influence becomes markup; the same attacks work where escaping is off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import jinja2
import msgspec
import pytest
from browser.conftest import FEW, Opener
from report.parsed import Page
from report.test_class_page import planted as planted_class

from harness.log.reader import Log
from harness.report import class_page, html
from harness.report.class_page import render_class
from harness.report.html import render

pytestmark = pytest.mark.browser

FEW_ROWS = msgspec.structs.replace(FEW, rows=FEW.rows[15:20])
Planter = Callable[[Log, str], Log]
Renderer = Callable[[str], str]

ELSEWHERE = "http://elsewhere.invalid/"
OWNED = f"new(Image)().src=`{ELSEWHERE}owned`"
"""Script without a space or a quotation mark, so that it also works in an attribute that has none."""
ATTACKS = {
    "script": f"<script>{OWNED}</script>",
    "script after a title": f"</title></textarea></style><script>{OWNED}</script>",
    "script in capitals": f"<ScRiPt x>{OWNED}</sCrIpT >",
    "script after a comment": f"--><script>{OWNED}</script><!--",
    "handler of an image": f'"><img src="data:," onerror="{OWNED}">',
    "handler without quotes": f"'><img src=data:, onerror={OWNED}>",
    "handler in SVG": f"</svg><svg onload={OWNED}></svg>",
    "handler of a detail": f"<details open ontoggle={OWNED}>",
    "script in a frame": f'<iframe srcdoc="<script>{OWNED}</script>"></iframe>',
    "image from elsewhere": "<img src=http://elsewhere.invalid/a.png>",
    "style from elsewhere": "<link rel=stylesheet href=http://elsewhere.invalid/a.css>",
    "style of one's own": "<style>@import url(http://elsewhere.invalid/b.css);</style>",
    "frame from elsewhere": "<iframe src=http://elsewhere.invalid/></iframe>",
    "refresh": '<meta http-equiv=refresh content="0;url=http://elsewhere.invalid/">',
}
SHAPE = "[...document.querySelectorAll('*')].map((each) => each.localName)"
MADE_BY_SCRIPT = {"a", "button"}
"""Elements that the script of the class page adds; no attack is made of them."""
# comes after whatever an error of a foreign image would have set off
SETTLED = """() => new Promise((done) => {
  const image = new Image();
  image.onerror = () => setTimeout(done);
  image.src = "data:,";
})"""


@pytest.fixture(params=["submission", "class"])
def rendered(request: pytest.FixtureRequest, sample_log: Log, planted: Planter) -> Renderer:
    """Renders a report with a text in every field that a submission can influence."""
    if request.param == "submission":
        return lambda text: render(planted(sample_log, text))
    return lambda text: render_class(planted_class(FEW_ROWS, text))


@pytest.fixture
def unescaped(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made = (html._environment, class_page._environment)
    for each in made:
        each.cache_clear()
        environment: jinja2.Environment = each()
        monkeypatch.setattr(environment, "autoescape", False)
    yield
    for each in made:
        each.cache_clear()


def without_policy(text: str) -> str:
    return re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", text, count=1)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_in_every_field_is_only_text(visit: Opener, rendered: Renderer, attack: str) -> None:
    # without the policy: escaping has to hold by itself
    seen = visit(without_policy(rendered(attack)))
    seen.page.evaluate(SETTLED)
    assert seen.abroad == []
    # as many bytes, so that the tables of bytes are as long
    plain = Page(without_policy(rendered("x" * len(attack))))
    assert not (Counter(seen.page.evaluate(SHAPE)) - plain.tags).keys() - MADE_BY_SCRIPT
    assert not plain.tags - Counter(seen.page.evaluate(SHAPE))
    assert attack in seen.page.text_content("h1")  # type: ignore[operator]


@pytest.mark.timeout(120)  # ends an attack that fails
@pytest.mark.usefixtures("unescaped")
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_the_attack_works_where_escaping_is_off(visit: Opener, rendered: Renderer, attack: str) -> None:
    wanted = f"{ELSEWHERE}owned" if OWNED in attack else ELSEWHERE
    seen = visit(without_policy(rendered(attack)), loaded=False)
    while not any(each.startswith(wanted) for each in seen.requests):
        seen.page.wait_for_timeout(10)


@pytest.mark.usefixtures("unescaped")
@pytest.mark.parametrize("attack", ["script", "handler of an image", "handler in SVG", "script in a frame"])
def test_the_policy_is_a_second_line(visit: Opener, rendered: Renderer, attack: str) -> None:
    seen = visit(rendered(ATTACKS[attack]))
    seen.page.evaluate(SETTLED)
    assert seen.abroad == []
    assert any("Content Security Policy" in each for each in seen.complaints)
