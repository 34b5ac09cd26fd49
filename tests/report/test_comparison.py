"""A second grading beside the recorded one: what is said of the two."""

from __future__ import annotations

import msgspec

from harness.model import Header, Result, Tier, Verdict
from harness.report.comparison import comparison_lines


def said(then: tuple[Header, Result], now: tuple[Header, Result]) -> str:
    return " ".join(" ".join(comparison_lines(then, now)).split())


def test_the_same_is_said_to_be_the_same(header: Header, keeps_bytes: Result) -> None:
    told = said((header, keeps_bytes), (header, keeps_bytes))
    assert "Recorded fail: 3 bytes back, 2 of them correct; then end of stream at 1.9 ms. Graded 2025-03-04" in told
    assert "The same, byte for byte" in told
    assert told.endswith("Compared The same verdict, and the same observation.")


def test_another_verdict_on_the_same_submission_asks_for_a_second_look(header: Header, keeps_bytes: Result) -> None:
    passed = msgspec.structs.replace(keeps_bytes, verdict=Verdict.PASS, attempts=())
    told = said((header, keeps_bytes), (header, passed))
    assert "Another verdict: fail then, pass now. The submission is the same" in told


def test_another_verdict_on_another_submission_needs_no_explanation(header: Header, keeps_bytes: Result) -> None:
    passed = msgspec.structs.replace(keeps_bytes, verdict=Verdict.PASS, attempts=())
    told = said((header, keeps_bytes), (msgspec.structs.replace(header, digest="sha256:other"), passed))
    assert "It has changed since it was graded then." in told
    assert told.endswith("Another verdict: fail then, pass now.")


def test_terms_that_differ_are_named(header: Header, keeps_bytes: Result) -> None:
    other = msgspec.structs.replace(header, python="3.13.1", suites="sha256:other", isolation=Tier.FULL)
    told = said((header, keeps_bytes), (other, keeps_bytes))
    assert "Python 3.11.7 then and with 3.13.1 now." in told
    assert "The checks are other ones" in told
    assert "Isolation was process then and is full now." in told


def test_hostile_text_is_shown_and_not_obeyed(header: Header, keeps_bytes: Result) -> None:
    hostile = msgspec.structs.replace(keeps_bytes, verdict=Verdict.ERROR, attempts=(), reason="\x1b[2J\u202e")
    assert r"\x1b[2J\u202e" in said((header, hostile), (header, hostile))
