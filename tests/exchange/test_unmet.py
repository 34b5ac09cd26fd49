"""The exception that carries evidence."""

from __future__ import annotations

from harness.exchange.unmet import Unmet
from harness.model import Evidence, Window


def test_it_carries_its_evidence_whole() -> None:
    window = Window(offset=1, start=0, expected=b"ab", actual=b"ac")
    unmet = Unmet(sent="S.", expected="E.", observed="O.", difference="D.", window=window, late=True, example="x")
    assert unmet.evidence == Evidence(
        sent="S.", expected="E.", observed="O.", difference="D.", window=window, late=True, example="x"
    )


def test_it_reads_as_the_lines_of_a_report_without_the_empty_ones() -> None:
    unmet = Unmet(sent="5 bytes.", expected="5 bytes back.", observed="Nothing back.")
    assert str(unmet) == "Sent          5 bytes.\nExpected      5 bytes back.\nObserved      Nothing back."


def test_a_cause_can_be_added_later() -> None:
    unmet = Unmet(sent="S.", expected="E.", observed="O.", late=True).because("one-recv", "One recv() is not all.")
    assert (unmet.evidence.hint, unmet.evidence.cause) == ("one-recv", "One recv() is not all.")
    assert (unmet.evidence.observed, unmet.evidence.late) == ("O.", True)
    assert "Likely cause  One recv() is not all." in str(unmet)
