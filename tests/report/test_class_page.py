"""The page of a class is one static file of a bounded size, in which no name becomes markup."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report.made_class import made_class
from report.parsed import ATTACK, Page

from harness.classroom.model import Class, Outcome, Row, Status
from harness.errors import UsageError
from harness.model import Level, Verdict
from harness.report import class_page
from harness.report.class_page import line, render_class, strip, write_class_report
from harness.report.page import policy

SMALL = made_class(60, programs=("tcp-echo",))
ANY_TEXT = st.text(st.characters(categories=None, exclude_categories=None), min_size=1, max_size=60)


def outcomes(*verdicts: Verdict, level: Level = Level.MUST) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(id=f"p.r{at}", level=level, verdict=verdict, points=0, max_points=4)
        for at, verdict in enumerate(verdicts)
    )


def planted(class_: Class, text: str) -> Class:
    """``class_`` with ``text`` added to all that comes from a student: names, numbers, reasons, observations."""
    rows = [
        msgspec.structs.replace(
            row,
            student=row.student + text,
            sid=row.sid + text,
            reason=row.reason + text,
            waiting=row.waiting + text,
            attempt=row.attempt + text,
            results=tuple(
                msgspec.structs.replace(each, id=each.id + text, observed=each.observed + text) for each in row.results
            ),
        )
        for row in class_.rows
    ]
    return msgspec.structs.replace(class_, title=class_.title + text, rows=tuple(rows))


FEW = msgspec.structs.replace(SMALL, rows=SMALL.rows[16:36])


@settings(max_examples=12, deadline=None)
@given(text=ANY_TEXT)
def test_any_text_in_any_field_changes_no_element(text: str) -> None:
    hostile = render_class(planted(FEW, text))
    hidden = {c for c in hostile if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert hidden == set()
    assert Page(hostile).tags == Page(render_class(planted(FEW, "x"))).tags


def test_planted_markup_is_text_in_every_field() -> None:
    page = Page(render_class(planted(FEW, ATTACK)))
    assert page.tags["script"] == 1
    assert page.values("http-equiv") == ["Content-Security-Policy"]
    assert page.text.count("<script>alert(1)</script>") > 100
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name in {"style", "src"}]


def test_the_attack_works_where_escaping_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    class_page._environment.cache_clear()
    monkeypatch.setattr(class_page._environment(), "autoescape", False)
    try:
        assert "<script>alert(1)</script>" in render_class(planted(FEW, ATTACK))
    finally:
        class_page._environment.cache_clear()


def test_the_policy_admits_the_one_style_sheet_and_the_one_script() -> None:
    text = render_class(SMALL)
    css, script = text.split("<style>")[1].split("</style>")[0], text.split("<script>")[1].split("</script>")[0]
    (found,) = [value for tag, _, value in Page(text).attributes if tag == "meta" and "default-src" in value]
    assert found == policy(css, script)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; "
        r"base-uri 'none'; form-action 'none'",
        found,
    )


def test_the_script_writes_text_and_never_markup() -> None:
    script = class_page._script()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(", script)


def test_the_page_can_be_found_ones_way_in() -> None:
    page = Page(render_class(SMALL, ["class.csv"]))
    assert page.tags["h1"] == page.tags["main"] == page.tags["header"] == page.tags["footer"] == 1
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    links = page.values("href")
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert all(link[0] == "#" or link == "class.csv" or re.fullmatch(r"\./[^/]+/index\.html", link) for link in links)
    assert {name for value in page.values("aria-labelledby") for name in value.split()} <= set(ids)
    assert page.tags["caption"] == page.tags["table"]
    assert len([1 for tag, name, _ in page.attributes if tag == "th" and name == "scope"]) == page.tags["th"]


def test_a_thousand_submissions_of_eighty_requirements_keep_the_budget() -> None:
    text = render_class(made_class(1000))
    assert len(text.encode()) <= 1_000_000
    assert sum(Page(text).tags.values()) <= 12_000


def test_every_failed_identifier_stands_in_its_row_as_text() -> None:
    page = render_class(SMALL)
    rows = dict(re.findall(r'<a href="\./([^/]+)/index\.html".*?class="marks">(.*?)</td>', page))
    assert len(rows) == sum(row.status is Status.GRADED for row in SMALL.rows)
    for row in SMALL.rows:
        lost = {each.id for each in row.results if each.verdict is Verdict.FAIL and each.level is not Level.MAY}
        if row.folder:
            assert set(re.findall(r"tcp-echo\.[a-z0-9-]+", rows[row.folder])) == lost


def test_who_could_not_be_graded_stands_there_with_the_reason() -> None:
    text = " ".join(Page(render_class(SMALL)).text.split())
    assert "No program of the lecture was recognised." in text
    assert "The grading ended without a result." in text
    assert "1 grading came to nothing through a fault of the harness" in text


def test_a_lower_grade_that_waits_and_a_later_error_are_told() -> None:
    lower = Row(student="a", status=Status.GRADED, complete=True, waiting="4 of 8 points instead of the 8 of 8 before.")
    later = Row(
        student="b", status=Status.GRADED, complete=True, reason="A later grading came to an error", attempt="2"
    )
    text = " ".join(Page(render_class(Class(title="t", when="", rows=(lower, later)))).text.split())
    assert "A lower grade waits: 4 of 8 points instead of the 8 of 8 before." in text
    assert "1 submission came to fewer points than before." in text
    assert "A later grading came to an error. Graded was 2." in text
    assert "harness errors1" in text


def test_who_handed_in_nothing_has_a_row_with_a_zero_or_without() -> None:
    zero = Row(student="Zoë <b>", status=Status.MISSING, reason="Nothing was handed in.", max_points=8)
    none = Row(student="كريم", status=Status.MISSING, reason="Nothing was handed in.")
    graded = Row(student="a", status=Status.GRADED, complete=True, points=4, max_points=8)
    text = " ".join(Page(render_class(Class(title="t", when="", rows=(graded, none, zero)))).text.split())
    assert "submissions1" in text
    assert "handed in nothing2" in text
    assert "Zoë <b>0 / 8Nothing was handed in." in text
    assert "كريمmissingNothing was handed in." in text
    # nobody's zero is a submission that was graded
    assert "50 % half of the class" in text
    assert "handed in nothing" not in Page(render_class(FEW)).text


def test_a_hidden_requirement_is_marked() -> None:
    hidden = msgspec.structs.replace(outcomes(Verdict.PASS)[0], hidden=True)
    row = Row(student="a", status=Status.GRADED, complete=True, results=(hidden,))
    assert "MUST, hidden" in Page(render_class(Class(title="t", when="", rows=(row,)))).text


def test_a_class_without_submissions_is_a_page_too() -> None:
    text = Page(render_class(Class(title="Nobody", when="2026-11-28T18:30:00Z"))).text
    for words in ("No submission has points.", "No requirement was tried.", "There was no run before."):
        assert words in text


def test_neighbours_of_a_kind_are_one_stroke() -> None:
    verdicts = outcomes(Verdict.FAIL, Verdict.FAIL, Verdict.PASS, Verdict.BLOCKED, Verdict.FAIL, Verdict.ERROR)
    places = {each.id: at for at, each in enumerate(verdicts)}
    assert strip(verdicts, places) == (("fail", "M0 0h2M4 0h1"), ("blocked", "M3 0h1"), ("skipped", "M5 0h1"))
    assert strip(outcomes(Verdict.FAIL, level=Level.SHOULD), places) == (("warn", "M0 0h1"),)
    assert strip(outcomes(Verdict.FAIL, level=Level.MAY), places) == ()


@pytest.mark.parametrize(
    ("folder", "link"),
    [
        ("", ""),
        ("alice-5a0c7b61", "./alice-5a0c7b61/index.html"),
        ("javascript:alert(1)", "./javascript%3Aalert%281%29/index.html"),
        ("a?b#c", "./a%3Fb%23c/index.html"),
    ],
)
def test_a_link_stays_beside_the_page(folder: str, link: str) -> None:
    assert line(Row(student="a", status=Status.GRADED, folder=folder), {}).link == link


@pytest.mark.parametrize(
    ("row", "states"),
    [
        (Row(student="a", status=Status.UNUSABLE), ("ungraded",)),
        (Row(student="a", status=Status.GRADED, complete=True, results=outcomes(Verdict.PASS)), ("met",)),
        (Row(student="a", status=Status.GRADED, complete=True, results=outcomes(Verdict.BLOCKED)), ("unmet",)),
        (Row(student="a", status=Status.GRADED, results=outcomes(Verdict.ERROR)), ("met", "incomplete")),
        (Row(student="a", status=Status.GRADED, complete=True, points=4, previous=0), ("met", "changed")),
        (Row(student="a", status=Status.MISSING, max_points=8), ("missing",)),
        (Row(student="a", status=Status.ERROR), ("ungraded", "error")),
        (Row(student="a", status=Status.GRADED, complete=True, waiting="less"), ("met", "waiting")),
    ],
)
def test_a_row_is_found_by_what_became_of_it(row: Row, states: tuple[str, ...]) -> None:
    assert line(row, {"p.r0": 0}).states == states


def test_the_page_is_written_with_links_to_the_exports_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "results.csv").write_text("")
    text = write_class_report(SMALL, tmp_path).read_text(encoding="utf-8")
    assert 'href="results.csv"' in text
    assert 'href="results.json"' not in text
    assert sorted(each.name for each in tmp_path.iterdir()) == ["index.html", "results.csv"]


def test_a_folder_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match="cannot be written"):
        write_class_report(SMALL, tmp_path / "file")
