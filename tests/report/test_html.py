"""The page is one static, well-formed file in which no text of a submission becomes markup."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report.parsed import ATTACK, Page

from harness.log.reader import Log
from harness.model import Event, Footer, Happening, Tier, Trouble, Window
from harness.report import html
from harness.report.html import render
from harness.report.page import TEMPLATES, anchor
from harness.report.rows import EVENTS_SHOWN, event_rows, window_rows

SCRIPT = re.compile(r"repro/[a-z0-9]+(?:[.-][a-z0-9]+)*\.py")
Planter = Callable[[Log, str], Log]
ANY_TEXT = st.text(st.characters(categories=None, exclude_categories=None), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def allowed() -> set[str]:
    """Every element that the templates themselves use."""
    source = "".join(path.read_text() for path in TEMPLATES.glob("*.j2"))
    return set(re.findall(r"<([a-z][a-z0-9]*)", source))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT)
def test_any_text_in_any_field_changes_no_element(sample_log: Log, planted: Planter, text: str) -> None:
    hostile = render(planted(sample_log, text))
    assert not [c for c in hostile if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    # as many bytes, so that the tables of bytes are as long
    plain = "x" * len(text.encode("utf-8", "surrogatepass"))
    assert Page(hostile).tags == Page(render(planted(sample_log, plain))).tags


def test_planted_markup_is_text_in_every_field(sample_log: Log, planted: Planter, allowed: set[str]) -> None:
    page = Page(render(planted(sample_log, ATTACK)))
    assert set(page.tags) <= allowed
    assert page.tags["meta"] == 5
    assert page.values("http-equiv") == ["Content-Security-Policy"]
    assert page.text.count("<script>alert(1)</script>") > 50
    assert "{{ 7*7 }}" in page.text
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name in {"style", "src"}]
    assert all(value.startswith("#") or SCRIPT.fullmatch(value) for value in page.values("href"))


def test_the_attack_works_where_escaping_is_off(
    sample_log: Log, planted: Planter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html._environment(), "autoescape", False)
    html._environment().cache.clear()  # type: ignore[union-attr]
    try:
        assert "<script>" in render(planted(sample_log, ATTACK))
    finally:
        html._environment.cache_clear()


def test_the_policy_admits_the_one_style_sheet_by_its_hash(sample_log: Log) -> None:
    text = render(sample_log)
    css = text.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    (policy,) = [value for tag, name, value in Page(text).attributes if tag == "meta" and "default-src" in value]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in css
    assert "@import" not in css


def test_the_page_can_be_found_ones_way_in(sample_log: Log) -> None:
    page = Page(render(sample_log))
    assert page.tags["h1"] == page.tags["main"] == page.tags["header"] == page.tags["footer"] == 1
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {value[1:] for value in page.values("href") if not SCRIPT.fullmatch(value)} <= set(ids)
    assert {name for value in page.values("aria-labelledby") for name in value.split()} <= set(ids)
    assert page.tags["caption"] == page.tags["table"]
    assert len([1 for tag, name, _ in page.attributes if tag == "th" and name == "scope"]) == page.tags["th"]


def test_failures_are_open_and_passes_are_closed(sample_log: Log) -> None:
    text = render(sample_log)
    assert '<details class="requirement fail" id="tcp-echo.large-message" open>' in text
    assert '<details class="requirement warn" id="tcp-echo.connection-burst" open>' in text
    assert '<details class="requirement pass" id="tcp-echo.starts">' in text


def test_a_failure_holds_all_that_a_student_needs(sample_log: Log) -> None:
    text = " ".join(Page(render(sample_log)).text.split())
    for words in (
        "Observed 65,536 bytes back, all correct; then a reset at 3.6 ms.",
        "12 points, with the 2 requirements it blocks.",
        "61 62 [0d] 0a ff fb 01 00 7a",
        r"b'ab\r\n\xff\xfb\x01\x00z'",
        "tox -e conformance -- ./alice --only tcp-echo.keeps-bytes --seed 7",
        "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0",
        r"\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>\xff\u202egnp.exe",
        "Not graded. No suite yet.",
        "Your copies of server_cert.pem and keys/server.key were replaced by wireproof's own for the grading; "
        "your originals are untouched.",
        "The reference, put through the same steps on this machine right then, kept the limit",
        "Not isolated.",
    ):
        assert words in text, words


def test_banners_stand_where_they_are_due_and_nowhere_else(sample_log: Log) -> None:
    header = msgspec.structs.replace(sample_log.header, isolation=Tier.FULL)
    whole = msgspec.structs.replace(sample_log, header=header)
    interrupted = msgspec.structs.replace(whole, footer=Footer(seconds=1, results=12, interrupted=True))
    cut = msgspec.structs.replace(whole, footer=None, troubles=(Trouble(what="The disk was full."),))
    assert 'class="alert' not in render(whole)
    assert "<strong>Interrupted.</strong>" in render(interrupted)
    assert "<strong>Cut short.</strong>" in render(cut)
    assert "The disk was full." in render(cut)


def test_an_empty_log_is_a_page_too(sample_log: Log) -> None:
    text = Page(render(Log(header=sample_log.header))).text
    assert "No requirement was tried." in text
    assert "hold no program" in text


def test_a_long_exchange_says_how_much_is_left_out() -> None:
    events = [Event(at=0, peer=1, kind=Happening.SENT)] * (2 * EVENTS_SHOWN + 5)
    rows = event_rows(events)
    assert len(rows) == 2 * EVENTS_SHOWN + 1
    assert [row.left_out for row in rows if row.left_out] == [5]


@given(
    offset=st.integers(min_value=0, max_value=600),
    start=st.integers(min_value=0, max_value=600),
    expected=st.binary(max_size=600),
    actual=st.binary(max_size=600),
)
def test_a_window_marks_one_byte_a_side_at_most(offset: int, start: int, expected: bytes, actual: bytes) -> None:
    rows = window_rows(Window(offset=offset, start=start, expected=expected, actual=actual))
    place = offset - start
    for cells, data in (
        ([c for r in rows for c in r.expected], expected),
        ([c for r in rows for c in r.received], actual),
    ):
        marked = [cell.digits for cell in cells if cell.first]
        if 0 <= place < len(data):
            assert marked == [f"{data[place]:02x}"]
        else:
            assert marked in ([], ["--"])


def test_an_anchor_is_the_identifier_or_a_safe_name() -> None:
    assert anchor("tcp-echo.large-message") == "tcp-echo.large-message"
    assert re.fullmatch(r"[a-z0-9-]+", anchor('x" onclick=alert(1)\n'))
